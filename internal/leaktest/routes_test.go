package leaktest

import (
	"encoding/csv"
	"flag"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden table of routes anew")

// Every page and act answers everybody as people reviewed it. For an act nothing
// is entered: what is told is whether it is there for somebody at all. Where a
// page is about a case it is one of another agency, and then one's own: of the
// force that sent her, the keyworker who supports her, the service.
func TestEveryRouteAnswersEverybodyAsReviewed(t *testing.T) {
	w := imagine(t).make(t)
	routes := routesOf(t, w.data)
	people := everybody()
	header := []string{"method", "path", "audience", "case"}
	for _, as := range people {
		header = append(header, as.String())
	}
	rows := [][]string{header}
	fillings := w.fillings()
	cases := map[string]string{
		"": "", "of another agency": w.women[1].caseID, "of theirs": w.women[0].caseID, "barred": w.women[5].caseID, "none": idOf("nobody", 0),
	}
	s := serve(t, w.data)
	for _, one := range routes {
		if slices.Contains(last, one.path) || one.path == "/continue" {
			continue // after these somebody is no longer signed in
		}
		abouts := []string{""}
		if strings.Contains(one.path, "{case}") {
			abouts = []string{"of theirs", "of another agency", "barred", "none"}
		}
		for _, about := range abouts {
			row := []string{one.method, one.path, one.audience, about}
			places := fewer(fillings)
			places["case"], places["account"], places["keyworker"] = []string{cases[about]}, []string{"account-keyworker"}, []string{"account-keyworker"}
			places["conflict"], places["ask"] = []string{"conflict-1"}, []string{"none"}
			for _, her := range w.women {
				if her.caseID == cases[about] {
					places["ask"] = []string{her.id + "-ask"}
					for place, part := range hers {
						places[place] = []string{her.id + part}
					}
				}
			}
			for _, as := range people {
				if one.method == "POST" && slices.Contains(guesses, one.path) && as.ID != "" {
					row = append(row, "")
					continue
				}
				var form url.Values
				if one.method == "POST" {
					form = url.Values{}
				}
				row = append(row, fmt.Sprint(s.ask(as, paths(t, one.path, places)[0], form).status))
			}
			rows = append(rows, row)
		}
	}
	file := filepath.Join("testdata", "routes.csv")
	var text strings.Builder
	if err := csv.NewWriter(&text).WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(text.String(), "\n")); diff != "" {
		t.Errorf("the pages answer other than %s says: review it, then run with -update\n%s", file, diff)
	}
	t.Logf("%d routes, %d people, %d answers", len(routes), len(people), (len(rows)-1)*len(people))
}
