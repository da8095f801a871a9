package reportpack

import (
	"fmt"
	"slices"
	"strings"
)

// Form is a sort of file that a pack is written as.
type Form string

// The forms.
const (
	HTML    Form = "html"
	PDF     Form = "pdf"
	XLSX    Form = "xlsx"
	CSV     Form = "csv"
	JSON    Form = "json"
	Parquet Form = "parquet"
)

// Forms lists them in the order in which they are written.
var Forms = []Form{HTML, PDF, XLSX, CSV, JSON, Parquet}

var formWords = map[Form]string{
	HTML: "HTML: all of it, for any browser", PDF: "PDF: the same pages, to print", XLSX: "XLSX: a spreadsheet with a sheet for each table",
	CSV: "CSV: a file for each table", JSON: "JSON: the figures, for programs", Parquet: "Parquet: the figures, for data tools",
}

// Words returns the form as people choose it.
func (f Form) Words() string { return formWords[f] }

// ParseForms reads the names of forms, in the order of the list and each once. None
// named is all of them.
func ParseForms(names []string) ([]Form, error) {
	if len(names) == 0 {
		return slices.Clone(Forms), nil
	}
	for _, name := range names {
		if !slices.Contains(Forms, Form(name)) {
			return nil, fmt.Errorf("there is no form %q of a report pack: choose from %s", name, strings.Join(asNames(Forms), ", "))
		}
	}
	var chosen []Form
	for _, form := range Forms {
		if slices.Contains(names, string(form)) {
			chosen = append(chosen, form)
		}
	}
	return chosen, nil
}

func asNames(forms []Form) []string {
	names := make([]string, len(forms))
	for i, form := range forms {
		names[i] = string(form)
	}
	return names
}
