package comparison

import (
	"slices"
	"strings"
	"testing"

	"throughline/internal/reckoning/figure"
)

// covered is a figure that its reader may not see.
type covered struct{}

func (covered) Shown() (figure.Figure, bool) { return figure.Figure{}, false }

func share(t *testing.T, n, base int) figure.Figure {
	t.Helper()
	made, err := figure.NewProportion(figure.Meaning{ID: "reach.offered", Title: "Offered"}, figure.Tally{Numerator: n, Base: base})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func count(t *testing.T, n int) figure.Figure {
	t.Helper()
	made, err := figure.NewCount(figure.Meaning{ID: "referrals.total", Title: "Referrals"}, figure.Tally{Numerator: n})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// About 10 of 100: of 100 the 95 % limits let 5 to 16 be chance and the 99.8 % ones
// 2 to 20, by the binomial table; nobody can say anything of a base of nobody, and
// three of three about a half are no wonder.
func TestWhereAUnitLies(t *testing.T) {
	units := []Readable{share(t, 10, 100), share(t, 16, 100), share(t, 17, 100), share(t, 21, 100), share(t, 4, 100), share(t, 1, 100), covered{}, share(t, 0, 0)}
	got, err := AboutWhole(share(t, 50, 500), units)
	if err != nil {
		t.Fatal(err)
	}
	want := []Where{Inside, Inside, OutsideSome, OutsideAll, OutsideSome, OutsideAll, NotToBeShown, NotToBeShown}
	if !slices.Equal(got.Where, want) || got.Target != 0.1 || got.Spread != 1 {
		t.Errorf("%+v, want %v", got, want)
	}
	if some, all := got.Outside(); some != 4 || all != 2 {
		t.Errorf("%d outside, %d of them far", some, all)
	}
	few, err := AboutWhole(share(t, 50, 100), []Readable{share(t, 3, 3)})
	if err != nil || few.Where[0] != TooSmall {
		t.Errorf("%v, %v", few.Where, err)
	}
}

// Ten areas that all differ more than chance lets them widen the limits until most
// are inside.
func TestAreasThatAllDifferWidenTheLimits(t *testing.T) {
	var units []Readable
	for i := range 10 {
		units = append(units, share(t, 300+400*(i%2), 1000))
	}
	got, err := AboutWhole(share(t, 5000, 10000), units)
	if some, _ := got.Outside(); err != nil || got.Spread < 100 || some != 0 {
		t.Errorf("%+v, %v", got, err)
	}
}

// About 4 a month: from 1 to 8 is chance, as the Poisson table says.
func TestWhereAMonthLies(t *testing.T) {
	got, err := AboutMean(4, []Readable{count(t, 0), count(t, 1), count(t, 8), count(t, 9), count(t, 14), covered{}})
	want := []Where{OutsideSome, Inside, Inside, OutsideSome, OutsideAll, NotToBeShown}
	if err != nil || !slices.Equal(got.Where, want) {
		t.Errorf("%v, %v, want %v", got.Where, err, want)
	}
}

func TestUnitsOfAnotherKindAreNotPlaced(t *testing.T) {
	for what, made := range map[string]func() (Units, error){
		"a whole of nobody":    func() (Units, error) { return AboutWhole(share(t, 0, 0), nil) },
		"a whole that counts":  func() (Units, error) { return AboutWhole(count(t, 3), nil) },
		"a count among shares": func() (Units, error) { return AboutWhole(share(t, 1, 2), []Readable{count(t, 3)}) },
		"a share among counts": func() (Units, error) { return AboutMean(4, []Readable{share(t, 1, 2)}) },
		"no mean":              func() (Units, error) { return AboutMean(0, nil) },
	} {
		if got, err := made(); err == nil || !strings.Contains(err.Error(), "placing") {
			t.Errorf("%s: %v, %v", what, got, err)
		}
	}
}
