package io.firn.manifest;

import io.firn.config.ParsedPipeline;
import io.firn.config.Pipeline;
import io.firn.config.PipelineParser;
import java.nio.file.Path;

/** Parses, compiles and reads back, in a JVM of its own. */
final class CompileOnly {
  private CompileOnly() {}

  public static void main(String[] args) {
    ParsedPipeline parsed = PipelineParser.parse(Path.of(args[0]), name -> null);
    Pipeline pipeline = ((ParsedPipeline.Valid) parsed).pipeline();
    String json = ManifestJson.write(Manifest.of(pipeline));
    boolean equal = ManifestJson.readPipeline(json, name -> null).equals(pipeline);
    System.out.print(equal ? "compiled" : "differs");
  }
}
