package io.firn.cli;

import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file named on the command line, to write a result to. */
final class OutputFile {
  private OutputFile() {}

  static void write(Path file, String content) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, content);
    } catch (IOException failed) {
      throw unwritable(file, failed);
    }
  }

  static FirnException unwritable(Path file, Exception failed) {
    return new FirnException(
        new Failure(
            ErrorKind.USAGE,
            "Cannot write a file",
            file.toString(),
            "a place where this user may write",
            failed.toString(),
            "Name another file, or correct the folder's permissions."),
        failed);
  }
}
