package io.firn.proof;

import java.io.IOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.hadoop.HadoopFileIO;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;

/** The catalog's {@code io-impl} of a run whose writing calls are watched: driver and tasks. */
public final class WatchedFileIo implements FileIO {
  private static final long serialVersionUID = 1L;

  /** The catalog property that names the {@link WriteCalls}. */
  static final String CALLS = "watched.calls";

  private static final Pattern FILE =
      Pattern.compile(".*/([a-z]+)/(\\w+)/(data|metadata)/(?:.*/)?([^/]+)");

  private String name;
  private transient FileIO files;

  /** Iceberg makes it by its name. */
  public WatchedFileIo() {}

  @Override
  public void initialize(Map<String, String> properties) {
    name = properties.get(CALLS);
  }

  private synchronized FileIO files() {
    if (files == null) {
      files = new HadoopFileIO(new Configuration());
    }
    return files;
  }

  private WriteCalls calls() {
    return WriteCalls.named(name);
  }

  @Override
  public InputFile newInputFile(String path) {
    return files().newInputFile(path);
  }

  @Override
  public OutputFile newOutputFile(String path) {
    return new WatchedFile(files().newOutputFile(path), calls());
  }

  @Override
  public void deleteFile(String path) {
    calls()
        .write(
            "delete " + told(path),
            () -> {
              files().deleteFile(path);
              return path;
            });
  }

  /** The table and the kind of file, without the random part of its name. */
  private static String told(String path) {
    Matcher file = FILE.matcher(path);
    if (!file.matches()) {
      throw new IllegalArgumentException("no file of a table: " + path);
    }
    return file.group(1) + "." + file.group(2) + " " + kind(file.group(3), file.group(4));
  }

  private static String kind(String folder, String file) {
    if (folder.equals("data")) {
      return file.contains("deletes") ? "delete file" : "data file";
    }
    if (file.endsWith(".metadata.json")) {
      return "metadata";
    }
    return file.startsWith("snap-") ? "manifest list" : "manifest";
  }

  private record WatchedFile(OutputFile file, WriteCalls calls) implements OutputFile {
    @Override
    public PositionOutputStream create() {
      return calls.write("create " + told(location()), () -> opened(file.create()));
    }

    @Override
    public PositionOutputStream createOrOverwrite() {
      return calls.write("create " + told(location()), () -> opened(file.createOrOverwrite()));
    }

    private PositionOutputStream opened(PositionOutputStream stream) {
      return new WatchedStream(stream, "close " + told(location()), calls);
    }

    @Override
    public String location() {
      return file.location();
    }

    @Override
    public InputFile toInputFile() {
      return file.toInputFile();
    }
  }

  /** A file that is not closed stays as far as it has come, as a crash leaves it. */
  private static final class WatchedStream extends PositionOutputStream {
    private final PositionOutputStream stream;
    private final String closing;
    private final WriteCalls calls;
    private boolean closed;

    private WatchedStream(PositionOutputStream stream, String closing, WriteCalls calls) {
      this.stream = stream;
      this.closing = closing;
      this.calls = calls;
    }

    @Override
    public long getPos() throws IOException {
      return stream.getPos();
    }

    @Override
    public long storedLength() throws IOException {
      return stream.storedLength();
    }

    @Override
    public void write(int b) throws IOException {
      stream.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      stream.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      stream.flush();
    }

    @Override
    public void close() throws IOException {
      if (closed) {
        return;
      }
      closed = true;
      calls.write(
          closing,
          () -> {
            stream.close();
            return closing;
          });
    }
  }
}
