"""Walks a Firn manifest with ``spark-submit``.

``manifest`` reads what ``firn compile`` wrote, ``submission`` builds the command for a group of
units, ``report`` decides afterwards whether they succeeded. Standard library only, and nothing is
imported from Airflow: a DAG file that uses this package parses in milliseconds.

The order and the decision are those of ``firn run``; the state lives in the Iceberg tables. What
is kept here is nothing.
"""
