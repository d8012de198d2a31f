import com.adobe.epubcheck.api.EPUBLocation;
import com.adobe.epubcheck.api.EpubCheck;
import com.adobe.epubcheck.api.MasterReport;
import com.adobe.epubcheck.messages.Message;
import com.adobe.epubcheck.util.FeatureEnum;
import com.adobe.epubcheck.util.ReportingLevel;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** Prints each message of EPUBCheck, usage notes included, as a line of JSON; after each file a line that it ended. */
public final class Epubcheck extends MasterReport {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final PrintStream OUT = new PrintStream(System.out, true, java.nio.charset.StandardCharsets.UTF_8);
    private final String file;

    private Epubcheck(String file) {
        this.file = file;
        setEpubFileName(file);
        setReportingLevel(ReportingLevel.Usage);
    }

    @Override
    public void message(Message message, EPUBLocation place, Object... details) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("file", file);
        line.put("rule", message.getID() + " " + message.getSeverity());
        line.put("message", message.getMessage(details));
        line.put("place", place.getLine() > 0 ? place.getPath() + ":" + place.getLine() : place.getPath());
        print(line);
    }

    @Override
    public void info(String resource, FeatureEnum feature, String value) {}

    @Override
    public int generate() {
        return 0;
    }

    @Override
    public void initialize() {}

    private static void print(Map<String, Object> line) {
        try {
            OUT.println(JSON.writeValueAsString(line));
        } catch (java.io.IOException error) {
            throw new java.io.UncheckedIOException(error);
        }
    }

    public static void main(String[] files) {
        for (String file : files) {
            String end = "";
            try {
                new EpubCheck(new File(file), new Epubcheck(file)).doValidate();
            } catch (RuntimeException | LinkageError | StackOverflowError error) {
                end = error.toString();
            }
            print(Map.of("file", file, "end", end));
        }
    }
}
