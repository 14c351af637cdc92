/**
 * From a column of gold back to the field of the source: {@link
 * io.firn.run.lineage.PipelineLineage} reads each unit's plan over empty rows, so that nothing is
 * computed and no table is needed where the pipeline declares its columns.
 */
package io.firn.run.lineage;
