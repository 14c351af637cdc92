package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder with a pipeline, as {@code firn init} writes it. */
record ProjectFolder(Path path) {
  static ProjectFolder initialised(Path folder) {
    FirnCall init = FirnCall.of("init", folder.toString(), "--name", "shop");
    assertThat(init.exitCode()).as(init.err()).isZero();
    return new ProjectFolder(folder);
  }

  String pipeline() {
    return file("firn.conf").toString();
  }

  Path file(String name) {
    return path.resolve(name);
  }

  String read(String name) {
    try {
      return Files.readString(file(name));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  void replaceInPipeline(String text, String replacement) {
    String before = read("firn.conf");
    assertThat(before).contains(text);
    try {
      Files.writeString(file("firn.conf"), before.replace(text, replacement));
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }
}
