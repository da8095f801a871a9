package spreadsheet

import (
	"context"
	"encoding/json"
	"fmt"
)

// remembered is how the spreadsheets of one name were read. Headings and cells may
// hold anything, so they stand in it as digests.
type remembered struct {
	Columns map[string]string            `json:"columns"` // field by heading
	Order   Order                        `json:"order"`
	Scheme  string                       `json:"scheme"`
	Pathway string                       `json:"pathway"`
	Values  map[string]map[string]string `json:"values"` // value by field and cell
}

// memoryName is the setting that holds it, for the lists of one agency.
func (d Desk) memoryName(sheet Sheet) (string, error) {
	digest, err := d.digest("name\x00" + plain(sheet.Agency) + "\x00" + plain(sheet.Name))
	return "spreadsheet/" + digest, err
}

// memorise keeps how a sheet is read.
func (d Desk) memorise(ctx context.Context, sheet Sheet) error {
	name, err := d.memoryName(sheet)
	if err != nil {
		return err
	}
	known := remembered{Columns: map[string]string{}, Order: sheet.Match.Order, Scheme: sheet.Match.Scheme, Pathway: sheet.Match.Pathway, Values: map[string]map[string]string{}}
	for i, heading := range sheet.Headings {
		digest, err := d.digest("heading\x00" + plain(heading))
		if err != nil {
			return err
		}
		known.Columns[digest] = sheet.Match.Columns[i]
	}
	for code, cells := range sheet.Match.Values {
		known.Values[code] = map[string]string{}
		for text, as := range cells {
			digest, err := d.digest("cell\x00" + text)
			if err != nil {
				return err
			}
			known.Values[code][digest] = as
		}
	}
	text, err := json.Marshal(known)
	if err != nil {
		return fmt.Errorf("remembering how a spreadsheet is read: %w", err)
	}
	return d.Memory.SetSetting(ctx, name, string(text))
}

// recalled returns how the spreadsheets of a sheet's name were read, false where
// none of them was.
func (d Desk) recalled(ctx context.Context, sheet Sheet) (known remembered, ok bool, err error) {
	name, err := d.memoryName(sheet)
	if err != nil {
		return known, false, err
	}
	text, err := d.Memory.Setting(ctx, name)
	if err != nil || text == "" {
		return known, false, err
	}
	if err := json.Unmarshal([]byte(text), &known); err != nil {
		return known, false, fmt.Errorf("remembering how a spreadsheet was read: %w", err)
	}
	return known, true, nil
}

// remember reads a sheet as the last one of its name was read. A heading it did not
// have is read as it was guessed.
func (d Desk) remember(ctx context.Context, sheet *Sheet) error {
	known, ok, err := d.recalled(ctx, *sheet)
	if err != nil || !ok {
		return err
	}
	match := &sheet.Match
	match.Order, match.Scheme, match.Pathway = known.Order, known.Scheme, known.Pathway
	taken := map[string]bool{}
	columns := make([]string, len(sheet.Headings))
	fresh := make([]bool, len(sheet.Headings))
	for i, heading := range sheet.Headings {
		digest, err := d.digest("heading\x00" + plain(heading))
		if err != nil {
			return err
		}
		code, there := known.Columns[digest]
		fresh[i] = !there
		if there && !taken[code] {
			columns[i], taken[code] = code, code != ""
		}
	}
	for i, code := range match.Columns {
		if fresh[i] && code != "" && !taken[code] {
			columns[i], taken[code] = code, true
		}
	}
	match.Columns = columns
	return nil
}

// recallValues adds what cells stood for in earlier sheets of the name, where the
// lines have such cells.
func (d Desk) recallValues(ctx context.Context, sheet *Sheet, lines []Line) error {
	known, ok, err := d.recalled(ctx, *sheet)
	if err != nil || !ok || len(known.Values) == 0 {
		return err
	}
	for column, code := range sheet.Match.Columns {
		if len(known.Values[code]) == 0 {
			continue
		}
		seen := map[string]bool{}
		for _, line := range lines {
			text := plain(cell(line.Cells, column))
			if seen[text] {
				continue
			}
			seen[text] = true
			digest, err := d.digest("cell\x00" + text)
			if err != nil {
				return err
			}
			as, there := known.Values[code][digest]
			if _, said := sheet.Match.Values[code][text]; !there || said {
				continue
			}
			if sheet.Match.Values == nil {
				sheet.Match.Values = map[string]map[string]string{}
			}
			if sheet.Match.Values[code] == nil {
				sheet.Match.Values[code] = map[string]string{}
			}
			sheet.Match.Values[code][text] = as
		}
	}
	return nil
}
