package io.firn.bench.workload;

/** So many records, each made from its number alone: the same ones in every run and any order. */
public interface Workload {
  long events();

  /**
   * @param index from 0 to less than {@link #events()}
   */
  ChangeRecord event(long index);
}
