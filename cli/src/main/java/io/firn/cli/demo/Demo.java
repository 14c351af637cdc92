package io.firn.cli.demo;

import io.firn.cli.console.Narrator;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.sandbox.Sandbox;
import io.firn.sandbox.SandboxException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;

/**
 * An example from nothing to its end: makes a folder, starts the parts, has the {@link Story} told,
 * stops the parts.
 */
public final class Demo {
  private final Settings settings;
  private final DemoStage stage;

  /**
   * @param home root of the Firn installation
   * @param folder where everything is put
   * @param keep whether the stage leaves the parts up at the end, until the user asks to stop
   */
  public record Settings(Path home, String example, Path folder, boolean keep) {}

  public Demo(Settings settings, DemoStage stage) {
    this.settings = settings;
    this.stage = stage;
  }

  /**
   * Returns the exit code: 0, that of a run that failed, or 1 when a table does not equal its
   * source.
   *
   * @throws FirnException when the demo cannot be told to its end
   */
  public int run() {
    Instant began = stage.clock().instant();
    Example example = Example.find(settings.home(), settings.example());
    SourceEngine engine =
        SourceEngine.of(example, stage.load(example.folder().resolve(Example.PIPELINE)));
    Path folder = settings.folder().toAbsolutePath().normalize();
    try (DemoFolder own = DemoFolder.open(folder);
        Sandbox parts = start(own, engine)) {
      DemoResult result = new Story(example, own, parts, stage).tell(began, settings.keep());
      stage.end(result);
      return result.exitCode();
    } catch (SandboxException | SQLException failed) {
      throw new FirnException(
          new Failure(
              ErrorKind.TRANSIENT,
              "The demo could not go on",
              folder.toString(),
              engine.started() + " that start and answer",
              failed.getMessage(),
              "Read the logs below " + folder.resolve("parts") + ", and try again."),
          failed);
    }
  }

  private Sandbox start(DemoFolder own, SourceEngine engine) {
    Narrator narrator = stage.narrator();
    narrator.heading("Starting " + engine.started());
    try (Narrator.Progress progress = narrator.progress("parts", engine.parts().size())) {
      return Sandbox.start(own.parts(), engine.parts(), progress::note);
    }
  }
}
