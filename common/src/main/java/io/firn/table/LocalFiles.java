package io.firn.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's local file system, with one difference: where Hadoop's native library is missing, which
 * is nearly everywhere, it starts a {@code chmod} process for every file that is created, and a
 * commit creates eight. This one asks the JDK to do the same.
 */
public final class LocalFiles extends LocalFileSystem {
  private static final String IMPLEMENTATION = "fs.file.impl";
  private static final int STICKY = 01000;

  /** For Hadoop, which makes it by name. */
  public LocalFiles() {
    super(new Permissions());
  }

  /**
   * Makes this the file system of local files, unless the configuration names another or one is in
   * use: Hadoop keeps the first one that a process asks for, so that Spark in this process gets it
   * too, without a setting that an executor without this class would fail at.
   */
  static Configuration in(Configuration configuration, String warehouse) {
    boolean local = warehouse.startsWith("/") || warehouse.startsWith("file:");
    if (local && configuration.get(IMPLEMENTATION) == null) {
      Configuration here = new Configuration(configuration);
      here.set(IMPLEMENTATION, LocalFiles.class.getName());
      try {
        FileSystem.get(URI.create("file:///"), here);
      } catch (IOException failed) {
        throw new UncheckedIOException("cannot open the local file system", failed);
      }
    }
    return configuration;
  }

  private static final class Permissions extends RawLocalFileSystem {
    @Override
    public void setPermission(Path path, FsPermission permission) throws IOException {
      if ((permission.toShort() & STICKY) != 0) {
        super.setPermission(path, permission);
        return;
      }
      Set<PosixFilePermission> permissions = PosixFilePermissions.fromString(permission.toString());
      Files.setPosixFilePermissions(pathToFile(path).toPath(), permissions);
    }
  }
}
