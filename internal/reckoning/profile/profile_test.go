package profile

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/reckoning/suppression"
)

var first = calendar.On(2020, time.January, 6)

// women are so many of an area, all assessed with a need of somewhere to live.
func women(area string, n int) []journey.Row {
	var rows []journey.Row
	for i := range n {
		rows = append(rows, journey.Row{
			Case: fmt.Sprintf("%s-%d", area, i), Woman: fmt.Sprintf("woman-%s-%d", area, i), Area: area, Borough: "Hackney", Referred: first,
			Assessed: first + 7, Needs: need.Set(0).With(need.Accommodation), Mother: journey.Yes,
			SentOn: []journey.SentOn{{Answer: journey.SentDeclined}},
		})
	}
	return rows
}

func texts(t *testing.T, rows []journey.Row, by string) map[string]string {
	t.Helper()
	table, err := Table(rows, by, calendar.Window{To: first})
	if err == nil {
		err = table.Check()
	}
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, row := range table.Rows {
		f, _ := row[2].Figure()
		found[row[0].String()+"/"+row[1].String()] = strings.Split(f.Short(), ", ")[0]
	}
	return found
}

func TestTheProfileCountsWomenByArea(t *testing.T) {
	rows := append(women("Camden", 12), women("Barnet", 10)...)
	rows[0].Assessed, rows[0].Needs, rows[0].Mother, rows[0].SentOn = 0, 0, "", nil
	rows[1].SentOn = []journey.SentOn{{Answer: journey.SentAccepted}, {}}
	rows[2].Mother = journey.No
	again := rows[3]
	again.Case, again.Referred, again.Area, again.Mother = "again", first+30, "Barnet", journey.No
	found := texts(t, append(rows, again), "area")
	for line, want := range map[string]string{
		"All/Women referred": "22", "Camden/Women referred": "11", "Barnet/Women referred": "11",
		"All/Assessed": "21 of 22 (95.5%", "Camden/Assessed": "10 of 11 (90.9%",
		"Camden/Need: Somewhere to live": "10 of 10 (100.0%", "Camden/Has children under 18": "9 of 10 (90.0%", "Barnet/Has children under 18": "10 of 11 (90.9%",
		"Camden/Sent on to another service": "10 of 11 (90.9%", "Camden/Unmet referral": "9 of 10 (90.0%",
	} {
		if !strings.HasPrefix(found[line], strings.TrimSuffix(want, ")")) {
			t.Errorf("%s: %q, want %q", line, found[line], want)
		}
	}
	if found := texts(t, rows, "borough"); found["Hackney/Women referred"] != "22" {
		t.Errorf("by where they live: %v", found)
	}
}

func TestTheProfileOfNobody(t *testing.T) {
	if found := texts(t, nil, "area"); found["All/Women referred"] != "0" || len(found) != len(Definitions()) {
		t.Errorf("%v", found)
	}
}

func TestTheProfileIsByAreaOrBorough(t *testing.T) {
	if _, err := Table(nil, "ethnicity", calendar.Window{}); err == nil || !strings.Contains(err.Error(), "borough") {
		t.Errorf("by anything else: %v", err)
	}
}

func TestTheProfileHidesFewWomenOfAnArea(t *testing.T) {
	table, err := Table(append(women("Camden", 40), women("Barnet", 3)...), "area", calendar.Window{})
	if err != nil {
		t.Fatal(err)
	}
	shown, err := suppression.Default().Table(table)
	if err != nil {
		t.Fatal(err)
	}
	var hidden int
	for _, row := range shown.Rows() {
		if row[0] == "Barnet" && !strings.HasPrefix(row[2], "*") && !strings.HasPrefix(row[2], "0") {
			t.Errorf("%q", row)
		}
		if row[0] == "Barnet" {
			hidden++
		}
	}
	if hidden != len(Definitions()) {
		t.Errorf("%d rows of Barnet", hidden)
	}
}
