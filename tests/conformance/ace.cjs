// Runs Ace over the EPUB files that the command line names, in one browser. Prints each assertion that failed as a line
// of JSON, and after each file a line that it ended.
"use strict";

const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

const puppeteer = require("puppeteer");
const ace = require("@daisy/ace-core");
const runner = require("@daisy/ace-axe-runner-puppeteer");

const FLAGS = ["--disable-quic", "--disable-background-networking", "--disable-gpu", "--no-first-run"];
const START = 60_000; // milliseconds: Ace's own 5000 are too few on a machine that is busy

// Ace opens and closes a page for each document, and with it a process; here pages are used again.
function sparing(browser) {
  const free = [];
  const fresh = browser.newPage.bind(browser);
  browser.newPage = async () => {
    const page = free.pop() ?? (await fresh());
    page.close = async () => {
      page.removeAllListeners("request");
      free.push(page);
    };
    return page;
  };
  return browser;
}

const launch = puppeteer.launch.bind(puppeteer);
puppeteer.launch = async (options) =>
  sparing(await launch({ ...options, timeout: START, args: [...options.args, ...FLAGS] }));
console.log = console.error; // the report alone goes to the standard output

const print = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const kept = { ...runner, launch: async () => {}, close: async () => {} };
const failed = (assertion) => assertion["earl:result"]["earl:outcome"] === "fail";

function* found(report) {
  for (const document of report.assertions.filter(failed)) {
    const checks = document.assertions.filter(failed);
    for (const check of checks.length ? checks : [document]) {
      const test = check["earl:test"] ?? {};
      yield {
        rule: `${test["dct:title"] ?? "earl:result"} (${test["earl:impact"] ?? "no impact said"})`,
        message: test["dct:description"] ?? "it failed and gives no reason",
        place: `${document["earl:testSubject"].url} ${check["earl:result"].html ?? ""}`.trim(),
      };
    }
  }
}

async function judge(file) {
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "ace-"));
  const quiet = { initLogger: true, silent: true, fileName: path.join(scratch, "ace.log") };
  try {
    const options = { cwd: scratch, outdir: path.join(scratch, "out"), tmpdir: path.join(scratch, "in"), ...quiet };
    const [, report] = await ace(file, options, kept);
    const lines = [...found(report)];
    lines.forEach((line) => print({ file, ...line }));
    const unsaid = report["earl:result"]["earl:outcome"] !== "pass" && !lines.length;
    return unsaid ? "the report fails the file and names no assertion" : "";
  } catch (error) {
    return String(error) || "Ace gave it up without a reason";
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}

(async () => {
  await runner.launch();
  for (const file of process.argv.slice(2)) {
    print({ file, end: await judge(file) });
  }
  await runner.close();
})();
