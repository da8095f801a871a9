package packs_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/packs"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

func TestMain(m *testing.M) { caseworktest.Main(m) }

var background = context.Background()

// world is a service with two women. The notes of the first name the second.
type world struct {
	t      *testing.T
	room   *caseworktest.Room
	desk   packs.Desk
	caseID string
	woman  string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, room: caseworktest.NewRoom(t)}
	w.desk = packs.Desk{
		Bench: w.room.Bench, Store: w.room.Kept(),
		People: func(context.Context) ([]packs.Person, error) {
			return []packs.Person{
				{ID: caseworktest.Keyworker.ID, Name: "Priya Nair", Role: "Keyworker", Agency: "Advance"},
				{ID: caseworktest.Officer.ID, Name: "PC Dale", Role: "Officer", Agency: "Metropolitan Police"},
			}, nil
		},
		Looked: func(context.Context, string, int, int) ([]access.Entry, error) {
			return []access.Entry{caseworktest.Keyworker.Note(w.room.Now(), access.Read, access.ForSupport, "open case", 0)}, nil
		},
		Paper: func(sheet packs.Sheet) ([]byte, error) {
			file, _, err := sheet.File()
			return append([]byte("on paper: "), file...), err
		},
		Prove: func(_ context.Context, mark string) ([]byte, error) { return []byte("proof of " + mark), nil },
	}
	w.caseID, w.woman = w.refer(caseworktest.Amina().Identity)
	w.refer(journey.Identity{Given: "Beata", Family: "Zielinska", Phone: "07700 900555", Postcode: "LS1 4AP"})
	w.note("She came on foot. Her friend Beata Zielinska came too. They had tea.")
	return w
}

func (w *world) refer(who journey.Identity) (caseID, woman string) {
	w.t.Helper()
	entry := caseworktest.Amina()
	if !who.Born.Known() {
		who.Born = calendar.On(1988, time.May, 4)
	}
	entry.Scheme, entry.Pathway, entry.Identity = "lwds", journey.ConditionalCaution, who
	facts, err := w.desk.Pen(caseworktest.Officer).Refer(entry, "")
	if err != nil {
		w.t.Fatal(err)
	}
	receipt := w.append(facts...)
	return receipt.Case, receipt.Woman
}

func (w *world) append(facts ...journey.Fact) casework.Receipt {
	w.t.Helper()
	receipt, err := w.room.Record.Append(background, casework.Change{Seen: casework.AnyVersion, Facts: facts})
	if err != nil {
		w.t.Fatal(err)
	}
	return receipt
}

// note writes a note of hers and returns its fact.
func (w *world) note(text string) string {
	w.t.Helper()
	now := calendar.At(w.room.Now())
	return w.append(journey.Fact{
		Woman: w.woman, Case: w.caseID, Happened: now, Known: now, By: caseworktest.Keyworker.ID, Agency: "Advance",
		Body: journey.ContactMade{Spoke: true}, Words: &journey.Words{Text: text},
	}).Facts[0]
}

func (w *world) begin(entry journey.PackEntry) string {
	w.t.Helper()
	pack, err := w.desk.Begin(background, caseworktest.Lead, w.caseID, w.room.Key(), entry)
	if err != nil {
		w.t.Fatal(err)
	}
	return pack
}

func (w *world) draft(pack string) packs.Draft {
	w.t.Helper()
	draft, err := w.desk.Draft(background, caseworktest.Lead, w.caseID, pack)
	if err != nil {
		w.t.Fatal(err)
	}
	return draft
}

// decide decides everything that is open: items go in, places are taken out.
func (w *world) decide(pack string) {
	w.t.Helper()
	for len(w.draft(pack).Open) > 0 {
		var all []journey.PackDecision
		for _, at := range w.draft(pack).Open {
			choice := journey.PackInclude
			if at.Place > 0 {
				choice = journey.PackRemove
			}
			all = append(all, journey.PackDecision{Item: at.Item, Place: at.Place, Choice: choice})
		}
		if err := w.desk.Decide(background, caseworktest.Lead, w.caseID, pack, w.room.Key(), all); err != nil {
			w.t.Fatal(err)
		}
	}
}

func (w *world) sign(asker access.Asker, pack string) error {
	w.t.Helper()
	return w.desk.Sign(background, asker, w.caseID, pack, w.room.Key(), w.draft(pack).Digest)
}

var disclosure = journey.PackEntry{
	Sort: journey.PackDisclosure, Classes: access.SetOf(access.Condition, access.Notes), Recipient: "The Crown Court at Leeds", Basis: "An order of the court",
}

func TestHerCopyHasEverythingButOtherPeople(t *testing.T) {
	w := newWorld(t)
	pack := w.begin(journey.PackEntry{Sort: journey.PackHers})
	draft := w.draft(pack)
	if len(draft.Open) != 1 || draft.Open[0].Place != 1 {
		t.Fatalf("open is %+v, want the one place where somebody else stands", draft.Open)
	}
	if err := w.sign(caseworktest.Lead, pack); casework.KindOf(err) != casework.Invalid {
		t.Errorf("with a place open it is signed: %v", err)
	}
	w.decide(pack)
	file, _, err := w.draft(pack).Sheet.File()
	if err != nil {
		t.Fatal(err)
	}
	text := string(file)
	for _, want := range []string{
		"Amina", "Okafor", "07700 900123", "Common assault", "01CW/100/26", "She came on foot. [Taken out: about another person] They had tea.",
		"Keyworker, Advance", "Officer, Metropolitan Police", "With whom it is shared", "Who looked, and when", "open case, for support",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("her copy lacks %q", want)
		}
	}
	for _, never := range []string{"Beata", "Zielinska", "Priya", "Dale", caseworktest.Keyworker.ID, caseworktest.Officer.ID, w.woman, w.caseID} {
		if strings.Contains(text, never) {
			t.Errorf("her copy holds %q", never)
		}
	}
}

func TestAPackNamesADocumentAndLeavesItOut(t *testing.T) {
	w := newWorld(t)
	now := calendar.At(w.room.Now())
	w.append(journey.Fact{
		Woman: w.woman, Case: w.caseID, Happened: now, Known: now, By: caseworktest.Keyworker.ID, Agency: "Advance",
		Body:  journey.DocumentAttached{Document: "0d0c", Class: access.SetOf(access.Needs), Type: journey.DocumentPDF, Scan: journey.ScanNone},
		Words: &journey.Words{Text: "Letter from her doctor"},
	})
	for _, item := range w.draft(w.begin(journey.PackEntry{Sort: journey.PackHers})).Content.Items {
		if item.Title != "Document attached" {
			continue
		}
		text := fmt.Sprint(item.Lines)
		if !strings.Contains(text, "Letter from her doctor") || !strings.Contains(text, "It is not in this copy") || !strings.Contains(text, "not scanned") || strings.Contains(text, "0d0c") {
			t.Errorf("the pack says %s", text)
		}
		return
	}
	t.Error("the pack does not name the document")
}

func TestWhatIsKeptFromHerStaysOutAndIsCounted(t *testing.T) {
	w := newWorld(t)
	secret := w.note("Somebody rang and said where he lives")
	now := calendar.At(w.room.Now())
	w.append(journey.Fact{Woman: w.woman, Case: w.caseID, Happened: now, Known: now, Body: journey.HeldBack{Entry: secret, Held: true}})
	pack := w.begin(journey.PackEntry{Sort: journey.PackHers})
	w.decide(pack)
	sheet := w.draft(pack).Sheet
	file, _, _ := sheet.File()
	if strings.Contains(string(file), "where he lives") {
		t.Error("what is held back from her is in her copy")
	}
	if len(sheet.Held) != 1 || sheet.Held[0].What != "Contact made" || !strings.Contains(sheet.Held[0].Why, "another person") {
		t.Errorf("held back are %+v", sheet.Held)
	}
}

func TestNothingLeavesOnOneSignature(t *testing.T) {
	w := newWorld(t)
	pack := w.begin(disclosure)
	w.decide(pack)
	if err := w.sign(caseworktest.Lead, pack); err != nil {
		t.Fatal(err)
	}
	if err := w.sign(caseworktest.Lead, pack); casework.KindOf(err) != casework.Invalid {
		t.Errorf("the same person signs twice: %v", err)
	}
	for _, form := range []string{packs.FormPDF, packs.FormJSON, packs.FormProof} {
		if _, err := w.desk.Take(background, caseworktest.Lead, w.caseID, pack, form); casework.KindOf(err) != casework.NotFound {
			t.Errorf("on one signature the %s is given: %v", form, err)
		}
	}
	if err := w.sign(caseworktest.Governance, pack); err != nil {
		t.Fatal(err)
	}
	for _, form := range []string{packs.FormPDF, packs.FormJSON} {
		taken, err := w.desk.Take(background, caseworktest.Governance, w.caseID, pack, form)
		if err != nil {
			t.Fatal(err)
		}
		released := w.draft(pack).Released
		sum := sha256.Sum256(taken.Body)
		if got := hex.EncodeToString(sum[:]); got != map[string]string{packs.FormPDF: released.PDF, packs.FormJSON: released.JSON}[form] {
			t.Errorf("the %s has the hash %s, and %+v left", form, got, released)
		}
		if !strings.HasPrefix(taken.Name, "pack-") || strings.Contains(taken.Name, "Amina") {
			t.Errorf("the file is called %q", taken.Name)
		}
	}
	released := w.draft(pack).Released
	found := false
	for _, entry := range w.room.Record.Ledger {
		found = found || entry.What == "release a pack" && entry.Reason == "sha256:"+released.JSON && entry.Action == access.Export
	}
	if !found {
		t.Error("no line of the ledger holds the hash of what left")
	}
	if proof, err := w.desk.Take(background, caseworktest.Lead, w.caseID, pack, packs.FormProof); err != nil || string(proof.Body) != "proof of sha256:"+released.JSON {
		t.Errorf("the proof is %q, %v", proof.Body, err)
	}
	if err := w.desk.Sign(background, caseworktest.Governance, w.caseID, pack, w.room.Key(), released.Digest); err != nil {
		t.Errorf("sent twice: %v", err)
	}
	if err := w.desk.Decide(background, caseworktest.Lead, w.caseID, pack, w.room.Key(), []journey.PackDecision{{Item: "x", Choice: journey.PackInclude}}); err == nil {
		t.Error("what has left is decided on")
	}
}

func TestASignatureIsForWhatWasRead(t *testing.T) {
	w := newWorld(t)
	pack := w.begin(disclosure)
	w.decide(pack)
	read := w.draft(pack)
	if err := w.sign(caseworktest.Lead, pack); err != nil {
		t.Fatal(err)
	}
	first := read.Content.Items[0].ID
	held := []journey.PackDecision{{Item: first, Choice: journey.PackWithhold, Ground: string(packs.GroundNotAsked)}}
	if err := w.desk.Decide(background, caseworktest.Governance, w.caseID, pack, w.room.Key(), held); err != nil {
		t.Fatal(err)
	}
	if now := w.draft(pack); len(now.Signed) != 0 || now.Digest == read.Digest {
		t.Error("after a change the signature still counts")
	}
	if err := w.desk.Sign(background, caseworktest.Governance, w.caseID, pack, w.room.Key(), read.Digest); casework.KindOf(err) != casework.Invalid {
		t.Errorf("what was read before the change is signed: %v", err)
	}
}

func TestEveryItemForSomebodyElseIsDecidedByAPerson(t *testing.T) {
	w := newWorld(t)
	pack := w.begin(disclosure)
	draft := w.draft(pack)
	items := 0
	for _, at := range draft.Open {
		if at.Place == 0 {
			items++
		}
	}
	if items != len(draft.Content.Items) || items == 0 {
		t.Errorf("%d of %d items are open", items, len(draft.Content.Items))
	}
	for _, item := range draft.Content.Items {
		if item.Class != "CO" && item.Class != "CN" {
			t.Errorf("an item of class %s is in a pack of condition and notes", item.Class)
		}
	}
	if text, _, _ := draft.Sheet.File(); bytes.Contains(text, []byte("tea")) {
		t.Error("what nobody decided is on the sheet")
	}
	wrong := w.desk.Decide(background, caseworktest.Lead, w.caseID, pack, w.room.Key(), []journey.PackDecision{{Item: draft.Content.Items[0].ID, Choice: journey.PackWithhold}})
	var problems journey.Problems
	if !errors.As(wrong, &problems) {
		t.Errorf("an item is held back without a ground: %v", wrong)
	}
}

func TestAPeriodLeavesTheRestOut(t *testing.T) {
	w := newWorld(t)
	w.room.WaitDays(40)
	late := w.note("A later note")
	entry := disclosure
	entry.From = calendar.DayOf(w.room.Now()).AddDays(-3)
	draft := w.draft(w.begin(entry))
	if len(draft.Content.Items) != 1 || draft.Content.Items[0].ID != late {
		t.Errorf("of the last three days there are %+v", draft.Content.Items)
	}
}

func TestWhomSheIsHiddenFromGetsNothing(t *testing.T) {
	w := newWorld(t)
	pack := w.begin(journey.PackEntry{Sort: journey.PackDisclosure, Classes: disclosure.Classes, Recipient: "PC Dale, Metropolitan Police", Basis: "A request"})
	w.decide(pack)
	row, err := w.room.Record.Row(background, w.caseID)
	if err != nil {
		t.Fatal(err)
	}
	marked, err := w.desk.Pen(caseworktest.Keyworker).MarkConflict(row, journey.ConflictEntry{Account: caseworktest.Officer.ID, From: journey.ConflictHers, Story: "he is her brother"})
	if err != nil {
		t.Fatal(err)
	}
	w.append(marked...)
	if err := w.sign(caseworktest.Lead, pack); casework.KindOf(err) != casework.Invalid {
		t.Errorf("a conflict came up, and it is signed: %v", err)
	}
	entry := disclosure
	entry.Recipient = "for pc dale"
	if _, err := w.desk.Begin(background, caseworktest.Lead, w.caseID, w.room.Key(), entry); casework.KindOf(err) != casework.Invalid {
		t.Errorf("a pack is begun for him: %v", err)
	}
}

// A conflict that comes up after a pack was signed stops what has not been taken.
func TestAPackThatLeftIsTakenNoMoreForWhomSheIsHiddenFrom(t *testing.T) {
	w := newWorld(t)
	pack := w.begin(journey.PackEntry{Sort: journey.PackDisclosure, Classes: disclosure.Classes, Recipient: "PC Dale, Metropolitan Police", Basis: "A request"})
	w.decide(pack)
	for _, asker := range []access.Asker{caseworktest.Lead, caseworktest.Governance} {
		if err := w.sign(asker, pack); err != nil {
			t.Fatal(err)
		}
	}
	row, err := w.room.Record.Row(background, w.caseID)
	if err != nil {
		t.Fatal(err)
	}
	marked, err := w.desk.Pen(caseworktest.Keyworker).MarkConflict(row, journey.ConflictEntry{Account: caseworktest.Officer.ID, From: journey.ConflictHers, Story: "he is her brother"})
	if err != nil {
		t.Fatal(err)
	}
	w.append(marked...)
	for form, want := range map[string]casework.Kind{packs.FormPDF: casework.Invalid, packs.FormJSON: casework.Invalid} {
		if taken, err := w.desk.Take(background, caseworktest.Lead, w.caseID, pack, form); casework.KindOf(err) != want || taken.Body != nil {
			t.Errorf("the %s is given: %d bytes, %v", form, len(taken.Body), err)
		}
	}
	if _, err := w.desk.Take(background, caseworktest.Lead, w.caseID, pack, packs.FormProof); err != nil {
		t.Errorf("what left can no longer be proved: %v", err)
	}
}

func TestWhoMayMakeAPack(t *testing.T) {
	w := newWorld(t)
	pack := w.begin(disclosure)
	for _, asker := range []access.Asker{caseworktest.Officer, caseworktest.Keyworker, caseworktest.Commissioner, caseworktest.Admin} {
		if _, err := w.desk.Begin(background, asker, w.caseID, w.room.Key(), disclosure); casework.KindOf(err) != casework.NotFound {
			t.Errorf("%s begins one: %v", asker.Role, err)
		}
		if _, err := w.desk.Draft(background, asker, w.caseID, pack); casework.KindOf(err) != casework.NotFound {
			t.Errorf("%s reads one: %v", asker.Role, err)
		}
		if _, _, err := w.desk.List(background, asker, w.caseID); casework.KindOf(err) != casework.NotFound {
			t.Errorf("%s lists them: %v", asker.Role, err)
		}
	}
	for name, entry := range map[string]journey.PackEntry{
		"nobody named":   {Sort: journey.PackDisclosure, Classes: disclosure.Classes, Basis: "An order"},
		"no basis":       {Sort: journey.PackDisclosure, Classes: disclosure.Classes, Recipient: "A court"},
		"about nothing":  {Sort: journey.PackDisclosure, Recipient: "A court", Basis: "An order"},
		"of no sort":     {Classes: disclosure.Classes},
		"ends before it": {Sort: journey.PackHers, From: 20000, Until: 19000},
	} {
		if _, err := w.desk.Begin(background, caseworktest.Lead, w.caseID, w.room.Key(), entry); casework.KindOf(err) != casework.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSheTakesWhatWasMadeForHerAndNothingElse(t *testing.T) {
	w := newWorld(t)
	hers, court := w.begin(journey.PackEntry{Sort: journey.PackHers}), w.begin(disclosure)
	for _, pack := range []string{hers, court} {
		w.decide(pack)
		for _, asker := range []access.Asker{caseworktest.Lead, caseworktest.Governance} {
			if err := w.sign(asker, pack); err != nil {
				t.Fatal(err)
			}
		}
	}
	her := access.InHerSpace(w.woman)
	if taken, err := w.desk.Take(background, her, w.caseID, hers, packs.FormPDF); err != nil || !bytes.Contains(taken.Body, []byte("Amina")) {
		t.Errorf("her own copy: %v", err)
	}
	if _, err := w.desk.Take(background, her, w.caseID, court, packs.FormPDF); casework.KindOf(err) != casework.NotFound {
		t.Errorf("a pack for a court: %v", err)
	}
	if list, err := w.desk.Hers(background, her); err != nil || len(list) != 1 || list[0].Pack != hers || list[0].Case != w.caseID {
		t.Errorf("her copies are %+v, %v", list, err)
	}
	for name, asker := range map[string]access.Asker{"her lead": caseworktest.Lead, "nobody known": access.ByHerself()} {
		if list, err := w.desk.Hers(background, asker); casework.KindOf(err) != casework.NotFound || len(list) != 0 {
			t.Errorf("%s finds %+v, %v", name, list, err)
		}
	}
	if list, _, err := w.desk.List(background, her, w.caseID); err != nil || len(list) != 1 || list[0].Pack != hers {
		t.Errorf("her list is %+v, %v", list, err)
	}
}

func TestAPackIsGivenUpWithAReason(t *testing.T) {
	w := newWorld(t)
	pack := w.begin(disclosure)
	if err := w.desk.Drop(background, caseworktest.Lead, w.caseID, pack, w.room.Key(), ""); casework.KindOf(err) != casework.Invalid {
		t.Errorf("without a reason: %v", err)
	}
	if err := w.desk.Drop(background, caseworktest.Lead, w.caseID, pack, w.room.Key(), "the court withdrew its order"); err != nil {
		t.Fatal(err)
	}
	if err := w.sign(caseworktest.Lead, pack); casework.KindOf(err) != casework.Invalid {
		t.Errorf("given up, it is signed: %v", err)
	}
	if list, _, err := w.desk.List(background, caseworktest.Lead, w.caseID); err != nil || len(list) != 1 || !list[0].Dropped {
		t.Errorf("the list is %+v, %v", list, err)
	}
}

func TestAPackSentTwiceIsBegunOnce(t *testing.T) {
	w := newWorld(t)
	key := w.room.Key()
	for range 2 {
		if pack, err := w.desk.Begin(background, caseworktest.Lead, w.caseID, key, disclosure); err != nil || pack != key {
			t.Fatalf("%q, %v", pack, err)
		}
	}
	if list, _, err := w.desk.List(background, caseworktest.Lead, w.caseID); err != nil || len(list) != 1 {
		t.Errorf("%d packs, %v", len(list), err)
	}
	if _, err := w.desk.Draft(background, caseworktest.Lead, w.caseID, "none"); casework.KindOf(err) != casework.NotFound {
		t.Errorf("a pack there is none of: %v", err)
	}
}
