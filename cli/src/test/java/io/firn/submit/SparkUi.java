package io.firn.submit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks at the UI of whatever Spark application comes up at a port, again and again, and keeps the
 * pages as files.
 */
final class SparkUi implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(300);
  private static final Pattern APPLICATION = Pattern.compile("\"id\" : \"([^\"]+)\"");
  private static final List<String> PAGES = List.of("/environment/", "/jobs/", "/SQL/");
  private static final List<String> RESOURCES =
      List.of("environment", "jobs", "sql?details=true&planDescription=true&length=1000");

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI url;
  private final Path folder;
  private final ScheduledExecutorService watcher = Executors.newSingleThreadScheduledExecutor();
  private ScheduledFuture<?> looks;

  private SparkUi(int port, Path folder) {
    this.url = URI.create("http://127.0.0.1:" + port);
    this.folder = folder;
  }

  static SparkUi watch(int port, Path folder) throws IOException {
    SparkUi ui = new SparkUi(port, Files.createDirectories(folder));
    ui.looks =
        ui.watcher.scheduleWithFixedDelay(ui::look, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    return ui;
  }

  private void look() {
    try {
      Matcher application = APPLICATION.matcher(get("/api/v1/applications"));
      if (application.find()) {
        String id = application.group(1);
        for (String resource : RESOURCES) {
          keep(id, resource, get("/api/v1/applications/" + id + "/" + resource));
        }
        for (String page : PAGES) {
          keep(id, page, get(page));
        }
      }
    } catch (IOException notThere) {
      // No application is up yet, or it has just ended: the next look tells.
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private String get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url.resolve(path)).timeout(Duration.ofSeconds(20)).build();
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(path + " answered " + answer.statusCode());
    }
    return answer.body();
  }

  /** The longest there was: an application tells more and more of itself. */
  private void keep(String id, String page, String body) {
    Path file = folder.resolve(id + page.replaceAll("\\W+", "-"));
    try {
      if (!Files.exists(file) || Files.size(file) < body.length()) {
        Files.writeString(file, body);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** A look that failed for another reason ended the watch: that must be heard of. */
  @Override
  public void close() throws InterruptedException, ExecutionException {
    if (looks.isDone()) {
      looks.get();
    }
    watcher.shutdownNow();
    if (!watcher.awaitTermination(1, TimeUnit.MINUTES)) {
      throw new IllegalStateException("the watch of Spark's UI does not end");
    }
  }
}
