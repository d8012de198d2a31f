@echo off
rem Installs Polyfolio from this folder, without a network: install.cmd [FOLDER]
py -@PYTHON@ -c "" >nul 2>&1
if %errorlevel%==0 (
  py -@PYTHON@ "%~dp0install.py" %*
) else (
  python "%~dp0install.py" %*
)
exit /b %errorlevel%
