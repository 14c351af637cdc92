package io.firn.sandbox;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Which object store a machine can run: MinIO in a container, else a minio program, else s3proxy.
 * Each step down leaves its reason in the description of the store.
 */
record ObjectStoreChoice(DockerEngine docker, String path) {

  static ObjectStoreChoice ofThisMachine() {
    return new ObjectStoreChoice(
        DockerEngine.ofThisMachine(), Optional.ofNullable(System.getenv("PATH")).orElse(""));
  }

  ObjectStore start(Path dir) {
    if (!docker.answers()) {
      return startWithoutDocker(dir, "as no Docker engine answers at " + docker.address());
    }
    try {
      return Minio.inContainer(dir, "as a Docker engine answers at " + docker.address());
    } catch (SandboxException e) {
      String reason = e.getMessage().lines().findFirst().orElse("");
      return startWithoutDocker(
          dir, "as the Docker engine at %s ran no MinIO (%s)".formatted(docker.address(), reason));
    }
  }

  private ObjectStore startWithoutDocker(Path dir, String reason) {
    Optional<Path> program = minioOnPath();
    return program.isPresent()
        ? Minio.fromProgram(dir, program.get(), reason)
        : S3.start(dir, reason + " and no program minio is on the PATH");
  }

  Optional<Path> minioOnPath() {
    return Arrays.stream(path.split(File.pathSeparator))
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder).resolve("minio"))
        .filter(Files::isRegularFile)
        .filter(Files::isExecutable)
        .findFirst();
  }
}
