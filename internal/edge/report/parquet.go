package report

import (
	"bytes"
	"fmt"
	"strconv"
	"time"

	"github.com/parquet-go/parquet-go"

	"throughline/internal/domain/calendar"
	"throughline/internal/reckoning/chart"
	"throughline/internal/reckoning/figure"
	"throughline/internal/reckoning/reportpack"
)

// figureRow is a figure as Parquet holds it. What is hidden or has no such number is
// null, and Hidden says which.
type figureRow struct {
	ID          string   `parquet:"id"`
	Title       string   `parquet:"title"`
	Kind        string   `parquet:"kind"`
	Hidden      bool     `parquet:"hidden"`
	Numerator   *int64   `parquet:"numerator,optional"`
	Base        *int64   `parquet:"base,optional"`
	Percent     *float64 `parquet:"percent,optional"`
	Method      *string  `parquet:"method,optional"`
	Low         *float64 `parquet:"low,optional"`
	High        *float64 `parquet:"high,optional"`
	Value       *float64 `parquet:"value,optional"`
	Pence       *int64   `parquet:"pence,optional"`
	Unit        *string  `parquet:"unit,optional"`
	From        *int32   `parquet:"from,optional,date"`
	To          *int32   `parquet:"to,optional,date"`
	AsAt        int32    `parquet:"as_at,date"`
	Definition  string   `parquet:"definition"`
	Source      string   `parquet:"source"`
	Publication string   `parquet:"publication"`
	Policy      *string  `parquet:"policy,optional"`
}

// figuresParquet writes one figure a row, in typed columns.
func figuresParquet(pack reportpack.Pack) ([]File, error) {
	rows := make([]figureRow, len(pack.Figures))
	for i, reading := range pack.Figures {
		row, err := rowOf(reading)
		if err != nil {
			return nil, fmt.Errorf("writing the figure %s as Parquet: %w", reading.Meaning().ID, err)
		}
		row.AsAt, row.Publication, row.Policy = days(pack.AsAt), pack.Publication, given(pack.Policy)
		rows[i] = row
	}
	var out bytes.Buffer
	writer := parquet.NewGenericWriter[figureRow](&out, parquet.Compression(&parquet.Snappy))
	if _, err := writer.Write(rows); err != nil {
		return nil, fmt.Errorf("writing the figures as Parquet: %w", err)
	}
	if err := writer.Close(); err != nil {
		return nil, fmt.Errorf("writing the figures as Parquet: %w", err)
	}
	return []File{{"figures.parquet", out.Bytes(), "Every figure with its workings, for data tools"}}, nil
}

func rowOf(reading chart.Reading) (figureRow, error) {
	form := reading.Written()
	row := figureRow{
		ID: form.ID, Title: form.Title, Kind: string(form.Kind), Unit: given(form.Unit), Definition: form.Definition, Source: form.Source,
		From: dayOf(form.Window.From), To: dayOf(form.Window.To),
	}
	shown, ok := reading.Shown()
	row.Hidden = !ok
	if base, has := form.Base.(int); has {
		row.Base = pointer(int64(base))
	}
	if !ok {
		return row, nil
	}
	if n, counted := shown.Numerator(); counted {
		row.Numerator = pointer(int64(n))
	}
	if form.Kind == figure.Money {
		row.Pence = pointer(shown.Pence())
	}
	var err error
	if form.Percent != nil {
		if row.Percent, err = float(form.Percent.String()); err != nil {
			return row, err
		}
	}
	if form.Value != nil {
		if row.Value, err = float(form.Value.String()); err != nil {
			return row, err
		}
	}
	if form.Interval != nil {
		row.Method = given(string(form.Interval.Method))
		if row.Low, err = float(form.Interval.Low.String()); err != nil {
			return row, err
		}
		if row.High, err = float(form.Interval.High.String()); err != nil {
			return row, err
		}
	}
	return row, nil
}

func pointer[T any](value T) *T { return &value }

// given returns a text, nil where there is none.
func given(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

func float(text string) (*float64, error) {
	value, err := strconv.ParseFloat(text, 64)
	return &value, err
}

// days counts from 1970-01-01, as Parquet does.
func days(day calendar.Day) int32 {
	year, month, date := day.Date()
	return int32(time.Date(year, month, date, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

func dayOf(day calendar.Day) *int32 {
	if !day.Known() {
		return nil
	}
	return pointer(days(day))
}
