// Package parquet writes tables as Parquet files: typed columns, and in the
// file's own metadata what kind of copy it is.
//
// It never decides what is in a table or who may have it.
package parquet
