package io.firn.sandbox.host;

import org.testcontainers.containers.MinIOContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * Runs MinIO in a container until this JVM ends. Testcontainers' own watcher removes the container
 * with the JVM, however it ends.
 */
public final class MinioContainerHost {

  private static final int S3_PORT = 9000;

  private MinioContainerHost() {}

  /** Arguments: the image, the access key, the secret key, the bucket to create. */
  public static void main(String[] args) throws Exception {
    MinIOContainer minio =
        new MinIOContainer(args[0])
            .withUserName(args[1])
            .withPassword(args[2])
            .waitingFor(Wait.forHttp("/minio/health/cluster").forPort(S3_PORT));
    Runtime.getRuntime().addShutdownHook(new Thread(minio::stop));
    minio.start();
    // MinIO serves each folder of its drive as a bucket.
    minio.execInContainer("mkdir", "-p", "/data/" + args[3]);
    System.out.println("MinIO is ready at " + minio.getS3URL());
    Thread.currentThread().join();
  }
}
