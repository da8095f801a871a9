package scheme

import "testing"

func TestAForceIsKnownByItsNameOrItsCode(t *testing.T) {
	for name, want := range map[string]string{
		"Metropolitan Police":         "E23000001",
		"Metropolitan Police Service": "E23000001",
		"Durham Constabulary":         "E23000008",
		"south yorkshire police":      "E23000011",
		"Devon & Cornwall Police":     "E23000035",
		"Gwent":                       "W15000002",
		"British Transport Police":    "BTP",
		"E23000012":                   "E23000012",
		"w15000002":                   "W15000002",
		"City of Westminster":         "",
		"":                            "",
	} {
		if got := ForceCode(name); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
}
