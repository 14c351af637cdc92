package io.firn.commit;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;

/**
 * Files that tasks wrote and that no snapshot holds yet.
 *
 * @param referenced data files that the delete files point into; the commit checks that they are
 *     still there
 */
public record WrittenFiles(List<DataFile> data, List<DeleteFile> deletes, List<String> referenced)
    implements Serializable {
  public WrittenFiles {
    data = List.copyOf(data);
    deletes = List.copyOf(deletes);
    referenced = List.copyOf(referenced);
  }

  public static WrittenFiles ofData(Collection<DataFile> data) {
    return new WrittenFiles(List.copyOf(data), List.of(), List.of());
  }

  public static WrittenFiles merge(Collection<WrittenFiles> parts) {
    List<DataFile> data = new ArrayList<>();
    List<DeleteFile> deletes = new ArrayList<>();
    List<String> referenced = new ArrayList<>();
    for (WrittenFiles part : parts) {
      data.addAll(part.data);
      deletes.addAll(part.deletes);
      referenced.addAll(part.referenced);
    }
    return new WrittenFiles(data, deletes, referenced);
  }

  public long rows() {
    return data.stream().mapToLong(DataFile::recordCount).sum();
  }

  public long deletedRows() {
    return deletes.stream().mapToLong(DeleteFile::recordCount).sum();
  }

  public boolean isEmpty() {
    return data.isEmpty() && deletes.isEmpty();
  }
}
