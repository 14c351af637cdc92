package io.firn.cli;

import io.firn.model.RunKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The key of a run. */
final class RunKeyOption {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final int RANDOM_BYTES = 3;

  @Option(
      names = "--run-key",
      paramLabel = "KEY",
      converter = Converter.class,
      description =
          "Name of this run. A unit that already committed under the same key does nothing again,"
              + " so that a retry is safe. Default: a new key, made of time and chance.")
  private RunKey key;

  /** The key given, or a new one: {@code run-20260102T030405Z-a1b2c3}. */
  RunKey keyAt(Clock clock) {
    return key == null ? fresh("run", clock) : key;
  }

  /** A key not used before: {@code retry-20260102T030405Z-a1b2c3}. */
  static RunKey fresh(String verb, Clock clock) {
    byte[] chance = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(chance);
    return new RunKey(
        verb + "-" + SECONDS.format(clock.instant()) + "-" + HexFormat.of().formatHex(chance));
  }

  /** Turns a refused key into a usage error with the reason. */
  static final class Converter implements ITypeConverter<RunKey> {
    @Override
    public RunKey convert(String text) {
      try {
        return new RunKey(text);
      } catch (IllegalArgumentException refused) {
        throw new TypeConversionException(refused.getMessage());
      }
    }
  }
}
