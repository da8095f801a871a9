package exchange

import (
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"testing"

	"throughline/internal/domain/need"
)

// description is the part of the format's own description that tables mirror.
type description struct {
	Resources []struct {
		Name   string
		Path   string
		Schema struct {
			PrimaryKey any
			Fields     []struct {
				Name        string
				Type        string
				Constraints struct {
					Required bool
					Unique   bool
					Enum     []string
					Minimum  *int
					Maximum  *int
				}
			}
		}
	}
}

func TestTheTablesMirrorTheFormat(t *testing.T) {
	data, err := os.ReadFile("../../../../shared/exchange/datapackage.json")
	if err != nil {
		t.Skip("the description of the format is not beside the checkout")
	}
	var format description
	if err := json.Unmarshal(data, &format); err != nil {
		t.Fatal(err)
	}
	if len(format.Resources) != len(tables) {
		t.Fatalf("the format has %d tables, we have %d", len(format.Resources), len(tables))
	}
	for _, resource := range format.Resources {
		mine := tableNamed(resource.Name)
		if mine == nil || mine.file() != resource.Path {
			t.Errorf("the table %s in %s is missing", resource.Name, resource.Path)
			continue
		}
		var key []string
		switch named := resource.Schema.PrimaryKey.(type) {
		case string:
			key = []string{named}
		case []any:
			for _, part := range named {
				key = append(key, part.(string))
			}
		}
		if !slices.Equal(key, mine.key) {
			t.Errorf("%s: the key is %v, we have %v", resource.Name, key, mine.key)
		}
		if len(resource.Schema.Fields) != len(mine.fields) {
			t.Errorf("%s: the format has %d columns, we have %d", resource.Name, len(resource.Schema.Fields), len(mine.fields))
			continue
		}
		for i, column := range resource.Schema.Fields {
			f, c := mine.fields[i], column.Constraints
			if f.name != column.Name || string(f.kind) != column.Type || f.required != c.Required || !reflect.DeepEqual(f.codes, c.Enum) {
				t.Errorf("%s, column %d: the format says %+v, we say %+v", resource.Name, i+1, column, f)
			}
			if f.ranged != (c.Minimum != nil) || f.ranged && (f.low != *c.Minimum || f.high != *c.Maximum) {
				t.Errorf("%s.%s: the ranges differ", resource.Name, f.name)
			}
			if c.Unique && !slices.Equal(mine.key, []string{f.name}) {
				t.Errorf("%s.%s is unique but not the key", resource.Name, f.name)
			}
		}
	}
}

func TestEveryRowIsReadAfterTheRowsItNames(t *testing.T) {
	seen := map[string]bool{}
	for _, table := range tables {
		for _, f := range table.fields {
			if f.of != "" && !seen[f.of] {
				t.Errorf("%s.%s names a row of %s, which is read later", table.name, f.name, f.of)
			}
		}
		seen[table.name] = true
	}
}

func TestThePathwaysOfNeedsAreTheNine(t *testing.T) {
	codes := tableNamed("needs").field("pathway").codes
	for i, pathway := range need.Pathways() {
		if len(codes) != 9 || codes[i] != string(pathway) {
			t.Fatalf("the format's pathways are %v, the program's %v", codes, need.Pathways())
		}
	}
}
