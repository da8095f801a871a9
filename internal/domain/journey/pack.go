package journey

import (
	"slices"
	"strings"

	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
)

// The kinds of fact about a pack: a copy of her record, or of a part of it, that
// is made to leave. All are of the woman.
const (
	KindPackBegun    Kind = "pack_begun"
	KindPackDecided  Kind = "pack_decided"
	KindPackSigned   Kind = "pack_signed"
	KindPackReleased Kind = "pack_released"
	KindPackDropped  Kind = "pack_dropped"
)

// PackSort is whom a pack is for.
type PackSort string

// The sorts of pack.
const (
	PackHers       PackSort = "hers"       // a copy for her
	PackDisclosure PackSort = "disclosure" // for a court, police or a solicitor, on a legal basis
)

// PackBegun says that somebody began to make a pack. Whom it is for and on what
// basis stands in the sealed words.
type PackBegun struct {
	Pack    string         `json:"pack"`
	Sort    PackSort       `json:"sort"`
	From    calendar.Day   `json:"from,omitzero"` // of what happened from this day
	Until   calendar.Day   `json:"until,omitzero"`
	Classes access.Classes `json:"classes"`
	Content string         `json:"content"` // SHA-256 of what was found, in hexadecimal digits
}

// PackDecided says whether an item goes into the pack, or what becomes of a word
// in it that is somebody else's.
type PackDecided struct {
	Pack   string     `json:"pack"`
	Item   string     `json:"item"`
	Place  int        `json:"place,omitempty"` // the place in the item, from 1; 0: the item as a whole
	Choice PackChoice `json:"choice"`
	Ground string     `json:"ground,omitempty"`
}

// PackChoice is what becomes of an item, or of a word in it.
type PackChoice string

// The choices.
const (
	PackInclude  PackChoice = "include"  // the item goes in
	PackWithhold PackChoice = "withhold" // the item stays out, on a ground
	PackRemove   PackChoice = "remove"   // the word is taken out
	PackLeave    PackChoice = "leave"    // the word stays in, for a reason
)

// PackSigned says that somebody read the pack as it is and agrees that it leaves.
type PackSigned struct {
	Pack   string `json:"pack"`
	Digest string `json:"digest"` // SHA-256 of what was read, in hexadecimal digits
}

// PackReleased says that two people signed the same pack, and what left.
type PackReleased struct {
	Pack   string `json:"pack"`
	Digest string `json:"digest"` // that both signed
	PDF    string `json:"pdf"`    // SHA-256 of the file to print
	JSON   string `json:"json"`   // SHA-256 of the file for other programs
}

// PackDropped says that a pack was given up before it left.
type PackDropped struct {
	Pack string `json:"pack"`
}

func (PackBegun) Kind() Kind    { return KindPackBegun }
func (PackDecided) Kind() Kind  { return KindPackDecided }
func (PackSigned) Kind() Kind   { return KindPackSigned }
func (PackReleased) Kind() Kind { return KindPackReleased }
func (PackDropped) Kind() Kind  { return KindPackDropped }

// OpenPack is a pack that has not left.
type OpenPack struct {
	ID   string       `json:"id"`
	Sort PackSort     `json:"sort"`
	On   calendar.Day `json:"on"`
}

// takePack adds a fact about a pack.
func (k *Keeping) takePack(fact Fact) {
	end := func(id string) {
		k.Packs = slices.DeleteFunc(k.Packs, func(p OpenPack) bool { return p.ID == id })
	}
	switch body := fact.Body.(type) {
	case PackBegun:
		k.Packs = append(k.Packs, OpenPack{body.Pack, body.Sort, fact.Happened.Day()})
	case PackReleased:
		end(body.Pack)
	case PackDropped:
		end(body.Pack)
	}
}

// PackEntry says what a pack is to hold, for whom and why.
type PackEntry struct {
	Sort      PackSort
	From      calendar.Day // zero: from the beginning
	Until     calendar.Day // zero: up to today
	Classes   access.Classes
	Recipient string // in words
	Basis     string // for whom it is not hers: the legal basis, in words
}

// BeginPack begins a pack whose content has this digest. The pack's id is the
// caller's, since what was found is kept under it before.
func (p Pen) BeginPack(row Row, pack, digest string, entry PackEntry) ([]Fact, error) {
	disclosure := entry.Sort == PackDisclosure
	var problems Problems
	problems.check(oneOf(entry.Sort, []PackSort{PackHers, PackDisclosure}), "sort", "Choose whom the pack is for")
	problems.check(entry.Classes != 0 && !entry.Classes.Has(access.Aggregates), "classes", "Choose what the pack is about")
	problems.check(!disclosure || strings.TrimSpace(entry.Recipient) != "", "recipient", "Say who gets it")
	problems.check(!disclosure || strings.TrimSpace(entry.Basis) != "", "basis", "Say on what legal basis it is given")
	problems.check(!entry.Until.Known() || entry.Until >= entry.From, "until", "Enter a last day that is not before the first")
	if err := problems.err(); err != nil {
		return nil, err
	}
	words := &Words{Text: strings.TrimSpace(entry.Basis), Onward: strings.TrimSpace(entry.Recipient)}
	return []Fact{p.write(row.Woman, "", calendar.At(p.Now), PackBegun{
		Pack: pack, Sort: entry.Sort, From: entry.From, Until: entry.Until, Classes: entry.Classes,
		Content: digest,
	}, words)}, nil
}

// PackDecision is one decision on a pack, with its reason.
type PackDecision struct {
	Item   string
	Place  int
	Choice PackChoice
	Ground string
	Reason string
}

// DecidePack writes decisions on a pack down.
func (p Pen) DecidePack(row Row, pack string, decisions []PackDecision) ([]Fact, error) {
	var problems Problems
	problems.check(row.Keeping.open(pack), "", "This pack has left, or was given up")
	var facts []Fact
	for _, one := range decisions {
		problems.check(one.Choice != PackWithhold || one.Ground != "", "ground-"+one.Item, "Choose on what ground it stays out")
		problems.check(one.Choice != PackLeave || strings.TrimSpace(one.Reason) != "", "reason-"+one.Item, "Say why the words can stay in")
		facts = append(facts, p.write(row.Woman, "", calendar.At(p.Now), PackDecided{pack, one.Item, one.Place, one.Choice, one.Ground}, sealedText(one.Reason)))
	}
	if err := problems.err(); err != nil {
		return nil, err
	}
	return facts, nil
}

// SignPack signs a pack as it reads now.
func (p Pen) SignPack(row Row, pack, digest string) ([]Fact, error) {
	var problems Problems
	problems.check(row.Keeping.open(pack), "", "This pack has left, or was given up")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, "", calendar.At(p.Now), PackSigned{pack, digest}, nil)}, nil
}

// ReleasePack lets a pack leave that two people signed.
func (p Pen) ReleasePack(row Row, left PackReleased) Fact {
	return p.write(row.Woman, "", calendar.At(p.Now), left, nil)
}

// DropPack gives a pack up.
func (p Pen) DropPack(row Row, pack, reason string) ([]Fact, error) {
	var problems Problems
	problems.check(row.Keeping.open(pack), "", "This pack has left, or was given up")
	problems.check(strings.TrimSpace(reason) != "", "reason", "Say why it is given up")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, "", calendar.At(p.Now), PackDropped{pack}, sealedText(reason))}, nil
}

// open says whether a pack was begun and has not left.
func (k Keeping) open(pack string) bool {
	return slices.ContainsFunc(k.Packs, func(p OpenPack) bool { return p.ID == pack })
}
