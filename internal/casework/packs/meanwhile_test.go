package packs_test

import (
	"context"
	"errors"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/packs"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// Of a pack that is signed for the second time while somebody still decides on it,
// nothing leaves that the decision keeps back; and of two first signatures at once
// one is asked for again, so that it always leaves on two.
func TestWhatIsWrittenMeanwhileIsNotPassedOver(t *testing.T) {
	w := newWorld(t)
	raced := &caseworktest.Raced{Record: w.desk.Record}
	slow := w.desk
	slow.Record = raced
	pack := w.begin(disclosure)
	w.decide(pack)
	read := w.draft(pack)
	raced.Meanwhile = func() {
		if err := w.sign(caseworktest.Governance, pack); err != nil {
			t.Fatal(err)
		}
	}
	sign := func() error {
		return slow.Sign(background, caseworktest.Lead, w.caseID, pack, w.room.Key(), read.Digest)
	}
	if err := sign(); casework.KindOf(err) != casework.Invalid {
		t.Errorf("signed while another signed: %v", err)
	}
	raced.Meanwhile = func() {
		held := []journey.PackDecision{{Item: read.Content.Items[0].ID, Choice: journey.PackWithhold, Ground: string(packs.GroundHarm)}}
		if err := w.desk.Decide(background, caseworktest.Governance, w.caseID, pack, w.room.Key(), held); err != nil {
			t.Fatal(err)
		}
	}
	if err := sign(); casework.KindOf(err) != casework.Invalid {
		t.Errorf("signed while something was kept back: %v", err)
	}
	if now := w.draft(pack); now.Released != nil || len(now.Signed) != 0 {
		t.Errorf("it left: %+v, signed by %v", now.Released, now.Signed)
	}
	raced.Meanwhile = func() {
		if err := w.desk.Drop(background, caseworktest.Lead, w.caseID, pack, w.room.Key(), "not needed"); err != nil {
			t.Fatal(err)
		}
	}
	if err := slow.Sign(background, caseworktest.Lead, w.caseID, pack, w.room.Key(), w.draft(pack).Digest); casework.KindOf(err) != casework.Invalid {
		t.Errorf("signed while it was given up: %v", err)
	}
}

// broken is a record that takes no change.
type broken struct{ casework.Record }

func (broken) Append(context.Context, casework.Change) (casework.Receipt, error) {
	return casework.Receipt{}, errors.New("the disk is full")
}

// What was found for a beginning that could not be written is not used for another
// scope that is sent with the same key.
func TestWhatWasFoundForOneScopeIsNotUsedForAnother(t *testing.T) {
	w := newWorld(t)
	failing, key := w.desk, w.room.Key()
	failing.Record = broken{w.desk.Record}
	if _, err := failing.Begin(background, caseworktest.Lead, w.caseID, key, disclosure); err == nil {
		t.Fatal("a full disk took a pack")
	}
	narrower := disclosure
	narrower.Classes = access.SetOf(access.Condition)
	if _, err := w.desk.Begin(background, caseworktest.Lead, w.caseID, key, narrower); casework.KindOf(err) != casework.Invalid {
		t.Errorf("a narrower pack is begun with what was found for the wider: %v", err)
	}
	if pack, err := w.desk.Begin(background, caseworktest.Lead, w.caseID, key, disclosure); err != nil || pack != key {
		t.Errorf("sent again as it was: %q, %v", pack, err)
	}
}
