package io.firn.bench.workload;

/** So many records, each made from its number alone: the same ones in every run and any order. */
public interface Workload {
  long events();

  /**
   * @param index from 0; those after {@link #events()} go on as the first ones would
   */
  ChangeRecord event(long index);
}
