package io.firn.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFilesTest {
  @TempDir Path folder;

  @Test
  void permissionsAreThoseOfHadoopsOwnLocalFiles() throws IOException {
    try (FileSystem ours = new LocalFiles();
        FileSystem hadoops = new LocalFileSystem()) {
      for (FileSystem files : new FileSystem[] {ours, hadoops}) {
        files.initialize(URI.create("file:///"), new Configuration());
      }
      for (String octal : new String[] {"644", "600", "755", "1777"}) {
        assertThat(permissions(ours, octal, "ours"))
            .as(octal)
            .isEqualTo(permissions(hadoops, octal, "hadoops"));
      }
    }
  }

  private String permissions(FileSystem files, String octal, String name) throws IOException {
    Path file = folder.resolve(name + octal);
    try (FSDataOutputStream out = files.create(at(file))) {
      out.writeUTF("text");
    }
    files.setPermission(at(file), new FsPermission(octal));
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static org.apache.hadoop.fs.Path at(Path file) {
    return new org.apache.hadoop.fs.Path(file.toUri());
  }

  @Test
  void anotherFileSystemOfTheConfigurationIsKept() {
    Configuration named = new Configuration();
    named.set("fs.file.impl", "org.apache.hadoop.fs.LocalFileSystem");

    assertThat(LocalFiles.in(named, "/warehouse").get("fs.file.impl"))
        .isEqualTo("org.apache.hadoop.fs.LocalFileSystem");
  }
}
