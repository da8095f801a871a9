package leaktest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// canary is a text that stands in one field of one fact and nowhere else.
type canary struct {
	spellings []string // as it was written, and as a page may write it
	woman     *woman
	kind      journey.Kind
	field     string // such as "Words.Identity.Phone"
	class     access.Class
	agency    string // that wrote it down
	by        string // account id of who did
	sealed    bool   // words, sealed at rest; else a code, which stands in clear there
}

// String says what got out, for the message of a leak.
func (c canary) String() string {
	return fmt.Sprintf("%s %s of %s (%s, %q)", c.kind, c.field, c.woman.name, c.class, c.spellings[0])
}

// aviary is every canary there is.
type aviary struct {
	all     []canary
	hatched int
}

// syllables spell the number of a canary in letters that no word has in this order.
const syllables = "bcdfghjklmnpqrst"

// token returns a text of eleven letters that stands nowhere else.
func (a *aviary) token() string {
	a.hatched++
	spelt := []byte("qzv")
	for shift := 0; shift < 16; shift += 4 {
		spelt = append(spelt, syllables[a.hatched>>shift&15], 'x')
	}
	return string(spelt)
}

// wordsOf plants a canary in every field of the words of a fact. Who she is
// stands in the facts that tell it, and nowhere else.
func (a *aviary) wordsOf(t *testing.T, fact journey.Fact, w *woman) *journey.Words {
	t.Helper()
	kind := fact.Body.Kind()
	words := &journey.Words{}
	switch kind {
	case journey.KindIdentity:
		words.Identity = &journey.Identity{}
	case journey.KindSafeContact:
		words.Identity, words.Guard = &journey.Identity{}, &journey.Guard{}
	case journey.KindApart:
		words.Other = &journey.Identity{}
	}
	a.fill(t, reflect.ValueOf(words).Elem(), "Words", func(field string, spellings ...string) {
		a.all = append(a.all, canary{spellings, w, kind, field, fact.Class(), fact.Agency, fact.By, true})
	})
	return words
}

// leftAlone are the codes of facts that have to mean something, or that would
// change the course of a case if they said anything.
var leftAlone = map[string]bool{
	"Referred.Instead": true, "Referred.Agreed": true, "Encounter.Admitted": true, "Encounter.ChargeState": true,
	"ConflictMarked.Account": true, "ConflictMarked.Agency": true,
	"Booked.Series": true, "Booked.Instead": true, "SummaryMade.Scheme": true, "SummaryHandedOver.Case": true,
}

// codesOf plants a canary in every text of the coded part of a fact that says
// nothing yet, and returns it.
func (a *aviary) codesOf(t *testing.T, fact journey.Fact, w *woman) journey.Body {
	t.Helper()
	body := reflect.New(reflect.TypeOf(fact.Body)).Elem()
	body.Set(reflect.ValueOf(fact.Body))
	a.codes(body, body.Type().Name(), func(field, spelling string) {
		a.all = append(a.all, canary{[]string{spelling}, w, fact.Body.Kind(), field, classOfCodes(fact.Body.Kind()), fact.Agency, fact.By, false})
	})
	return body.Interface().(journey.Body)
}

func (a *aviary) codes(v reflect.Value, name string, planted func(field, spelling string)) {
	switch {
	case leftAlone[name]:
	case v.Kind() == reflect.Struct && v.Type().PkgPath() == reflect.TypeFor[journey.Fact]().PkgPath():
		for i := range v.NumField() {
			a.codes(v.Field(i), name+"."+v.Type().Field(i).Name, planted)
		}
	case v.Type() == reflect.TypeFor[string]() && v.String() == "":
		v.SetString(a.token())
		planted(name, v.String())
	}
}

// classOfCodes is the class of what a fact says in clear: that of its words, but
// for the kinds whose codes are less, or more, than the words.
func classOfCodes(kind journey.Kind) access.Class {
	switch kind {
	case journey.KindDescribed:
		return access.Identity
	case journey.KindArrested:
		return access.Offence
	case journey.KindBooked, journey.KindAttendance, journey.KindExcuseDecided, journey.KindContact, journey.KindReferredBack, journey.KindClosed:
		return access.Condition
	case journey.KindActivity, journey.KindAllocated, journey.KindSentOnward:
		return access.Plan
	case journey.KindAnswer:
		return access.Needs
	}
	return kind.Class()
}

// fill plants a canary in every field of words. A field of a type it does not
// know stops the test: nobody has said yet what may be read of it.
func (a *aviary) fill(t *testing.T, v reflect.Value, name string, planted func(field string, spellings ...string)) {
	t.Helper()
	field := name[strings.LastIndex(name, ".")+1:]
	switch {
	case v.Kind() == reflect.Pointer && v.IsNil(): // who she is, where this fact does not tell it
	case v.Kind() == reflect.Pointer:
		a.fill(t, v.Elem(), name, planted)
	case v.Type() == reflect.TypeFor[calendar.Day]():
		a.hatched++
		born := calendar.On(1931, time.January, 1).AddDays(a.hatched)
		year, month, day := born.Date()
		v.Set(reflect.ValueOf(born))
		planted(name, born.String(), born.Words(), born.Short(), fmt.Sprintf("%d %d %d", day, month, year), fmt.Sprintf("%02d/%02d/%d", day, month, year))
	case v.Type() == reflect.TypeFor[journey.YesNo]():
		v.Set(reflect.ValueOf(journey.Yes)) // an answer as many give it: no canary
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			a.fill(t, v.Field(i), name+"."+v.Type().Field(i).Name, planted)
		}
	case v.Type() == reflect.TypeFor[string]() && field == "Phone":
		a.hatched++
		number := fmt.Sprintf("07717 %06d", 900000+a.hatched)
		v.SetString(number)
		planted(name, number, strings.ReplaceAll(number, " ", ""), "+44"+strings.ReplaceAll(number, " ", "")[1:])
	case v.Type() == reflect.TypeFor[string]() && field == "Email":
		v.SetString(a.token() + "@example.org")
		planted(name, v.String())
	case v.Type() == reflect.TypeFor[string]():
		v.SetString(a.token())
		planted(name, v.String())
	case field == "Retold": // of a telling, and never of who she is
	default:
		t.Fatalf("%s is a %s, and no canary of that kind is known: say here what it may hold, and whose it is", name, v.Type())
	}
}

// kindsInSource returns every kind of fact that the program's source names.
func kindsInSource(t *testing.T) []journey.Kind {
	t.Helper()
	files, err := filepath.Glob("../domain/journey/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("finding the kinds of fact: %v", err)
	}
	var kinds []journey.Kind
	for _, file := range files {
		read, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(read, func(node ast.Node) bool {
			spec, ok := node.(*ast.ValueSpec)
			if !ok {
				return true
			}
			if named, ok := spec.Type.(*ast.Ident); ok && named.Name == "Kind" && len(spec.Values) == 1 {
				if said, ok := spec.Values[0].(*ast.BasicLit); ok {
					kind, err := strconv.Unquote(said.Value)
					if err != nil {
						t.Fatal(err)
					}
					kinds = append(kinds, journey.Kind(kind))
				}
			}
			return true
		})
	}
	return kinds
}
