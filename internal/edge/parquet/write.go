package parquet

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/parquet-go/parquet-go"

	"throughline/internal/domain/calendar"
	"throughline/internal/reckoning/extract"
)

// Table is what is written: the table, and metadata that stands in the file.
type Table struct {
	extract.Table
	Name  string
	About map[string]string
}

// atOnce is how many rows are handed to the writer together.
const atOnce = 1024

// Write writes a table. Columns stand in the order of their names, as the format
// wants them; each may be missing in a row. It fails where a value is not of its
// column's kind, and where writing does.
func Write(w io.Writer, table Table) error {
	group := parquet.Group{}
	for _, column := range table.Columns {
		node, err := nodeOf(column.Kind)
		if err != nil {
			return fmt.Errorf("writing %s as Parquet: the column %s: %w", table.Name, column.Name, err)
		}
		group[column.Name] = parquet.Optional(node)
	}
	order := slices.Sorted(maps.Keys(group))
	place := make([]int, len(order))
	for i, name := range order {
		place[i] = slices.IndexFunc(table.Columns, func(c extract.Column) bool { return c.Name == name })
	}
	options := []parquet.WriterOption{parquet.NewSchema(table.Name, group), parquet.CreatedBy("throughline", "1", "")}
	for _, key := range slices.Sorted(maps.Keys(table.About)) {
		options = append(options, parquet.KeyValueMetadata(key, table.About[key]))
	}
	writer := parquet.NewGenericWriter[any](w, options...)
	if err := writeRows(writer, table, place); err != nil {
		return errors.Join(fmt.Errorf("writing %s as Parquet: %w", table.Name, err), writer.Close())
	}
	if err := writer.Close(); err != nil {
		return fmt.Errorf("writing %s as Parquet: %w", table.Name, err)
	}
	return nil
}

func writeRows(writer *parquet.GenericWriter[any], table Table, place []int) error {
	var rows []parquet.Row
	for i, values := range table.Rows {
		row := make(parquet.Row, len(place))
		for column, at := range place {
			value, err := valueOf(table.Columns[at].Kind, values[at])
			if err != nil {
				return fmt.Errorf("row %d, column %s: %w", i+1, table.Columns[at].Name, err)
			}
			defined := 1
			if value.IsNull() {
				defined = 0
			}
			row[column] = value.Level(0, defined, column)
		}
		if rows = append(rows, row); len(rows) == atOnce || i == len(table.Rows)-1 {
			if _, err := writer.WriteRows(rows); err != nil {
				return err
			}
			rows = rows[:0]
		}
	}
	return nil
}

func nodeOf(kind extract.Kind) (parquet.Node, error) {
	switch kind {
	case extract.Text:
		return parquet.String(), nil
	case extract.Whole:
		return parquet.Int(64), nil
	case extract.Date:
		return parquet.Date(), nil
	case extract.YesNo:
		return parquet.Leaf(parquet.BooleanType), nil
	}
	return nil, fmt.Errorf("there is no kind of column %q", kind)
}

// epoch is the day from which the format counts days.
var epoch = calendar.On(1970, 1, 1)

func valueOf(kind extract.Kind, value any) (parquet.Value, error) {
	if value == nil {
		return parquet.NullValue(), nil
	}
	switch value := value.(type) {
	case string:
		if kind == extract.Text {
			return parquet.ByteArrayValue([]byte(value)), nil
		}
	case int:
		if kind == extract.Whole {
			return parquet.Int64Value(int64(value)), nil
		}
	case calendar.Day:
		if kind == extract.Date {
			return parquet.Int32Value(int32(value - epoch)), nil
		}
	case bool:
		if kind == extract.YesNo {
			return parquet.BooleanValue(value), nil
		}
	}
	return parquet.Value{}, fmt.Errorf("%T is no %s", value, kind)
}
