package onward

import (
	"bytes"
	"cmp"
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/directory"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/domain/safecontact"
)

// Sending is a referral as a worker enters it.
type Sending struct {
	Service string // id in the directory, or
	Name    string // typed
	Inbox   string // e-mail address of the service; "" where the link is told otherwise
	Pathway need.Pathway
	Items   access.Classes // besides who she is
	Until   calendar.Day
	Note    string // to the service
	Chase   calendar.Day

	Agreed journey.YesNo // what she says
	Words  string        // hers
	Raised bool          // she spoke of it herself, after a no
	Seen   int           // Preview.Version, as it was shown to her
}

// Preview is exactly what a service would get.
type Preview struct {
	To      string
	Pathway need.Pathway
	Until   calendar.Day
	Note    string
	Pack    casework.Pack
	Closed  access.Classes // which the asker may not read herself
	Version int
}

// Made is a referral that was sent.
type Made struct {
	Referral string
	No       bool   // she said no: nothing was sent
	Link     string // address to open it by
	PIN      string // told this once
	Posted   bool   // an e-mail goes to the service
	Until    calendar.Day
}

// sameName says whether two names of agencies are one.
func sameName(a, b string) bool {
	return strings.EqualFold(strings.Join(strings.Fields(a), " "), strings.Join(strings.Fields(b), " "))
}

// recipient returns the agency that an entry names, spelled as it is known here, and
// the address that a directory entry gives.
func (d Desk) recipient(ctx context.Context, entry Sending) (agency, inbox string, err error) {
	agency = strings.Join(strings.Fields(entry.Name), " ")
	if entry.Service != "" {
		one, err := d.Service(ctx, entry.Service)
		if casework.KindOf(err) == casework.NotFound || err == nil && !directory.Group(one.Group).Helps() {
			return "", "", problem("service", "Choose a service from the list, or enter its name")
		}
		if err != nil {
			return "", "", err
		}
		agency, inbox = one.Name, one.Email
	}
	inbox = cmp.Or(strings.TrimSpace(entry.Inbox), inbox)
	switch {
	case agency == "":
		return "", "", problem("service", "Choose a service from the list, or enter its name")
	case inbox != "" && !journey.IsEmail(inbox):
		return "", "", problem("inbox", "Enter one e-mail address, such as team@example.org")
	}
	agency, err = d.Sharing.Spelled(ctx, agency)
	return agency, inbox, err
}

// shared are the classes that go: who she is goes with every referral.
func (e Sending) shared() access.Classes { return e.Items | identified }

// Preview returns exactly what the service would get if she said yes. The page that
// the service opens is made of the same.
func (d Desk) Preview(ctx context.Context, asker access.Asker, caseID string, entry Sending) (Preview, error) {
	const op = "preview referral"
	if _, _, err := d.admit(ctx, op, asker, caseID); err != nil {
		return Preview{}, err
	}
	agency, _, err := d.recipient(ctx, entry)
	if err != nil {
		return Preview{}, casework.In(op, err)
	}
	preview := Preview{To: agency, Pathway: entry.Pathway, Until: entry.Until, Note: strings.TrimSpace(entry.Note)}
	preview.Pack, preview.Closed, err = d.Sharing.Look(ctx, asker, caseID, casework.Agreeing{Recipient: agency, Classes: entry.shared(), Until: entry.Until})
	if err != nil {
		return Preview{}, renamed(err)
	}
	preview.Version = casework.Version(preview)
	return preview, nil
}

// renamed gives the problems of sharing the names of the fields here. Where a
// conflict of interest hides her from the service, no words say so.
func renamed(err error) error {
	if !isProblem(err) {
		return err
	}
	var out journey.Problems
	for _, one := range problemsOf(err) {
		switch one.Field {
		case "recipient", "purpose":
			one = journey.Problem{Field: "service", Say: "She cannot be sent to this service from here. Choose another, or speak to your lead"}
		case "classes":
			one.Field = "items"
		}
		out = append(out, one)
	}
	return out
}

// ErrChanged says that what the service would get is no longer what was shown.
var ErrChanged = casework.Fail(casework.Invalid, "send referral", "her record changed after it was shown")

// Send sends her on: her agreement, the referral and the link are made together. A
// no of hers is written down, and nothing leaves.
func (d Desk) Send(ctx context.Context, asker access.Asker, caseID, key string, entry Sending) (Made, error) {
	const op = "send referral"
	row, _, err := d.admit(ctx, op, asker, caseID)
	if err != nil {
		return Made{}, err
	}
	agency, inbox, err := d.recipient(ctx, entry)
	if err != nil {
		return Made{}, casework.In(op, err)
	}
	answer := casework.Agreeing{
		Recipient: agency, Classes: entry.shared(), Answer: entry.Agreed, Until: entry.Until, Words: entry.Words, Raised: entry.Raised,
	}
	made := Made{Referral: d.Secrets.Referral(key), Until: entry.Until}
	writing := casework.Writing{
		Op: op, Asker: asker, Case: caseID, Key: key, Action: access.Append, Purpose: access.ForSupport, Classes: identified | access.SetOf(access.Plan),
		Entered: entry, May: supports(asker),
	}
	if entry.Agreed != journey.Yes {
		writing.Decide = func(pen journey.Pen, row journey.Row, standing casework.Standing) ([]journey.Fact, error) {
			return d.Sharing.Agree(ctx, pen, row, standing, answer)
		}
		_, err := d.Bench.Write(ctx, writing)
		return Made{No: true}, renamed(err)
	}
	link, token, err := d.link(ctx, key, made.Referral, row, inbox, entry.Until)
	if err != nil {
		return Made{}, casework.In(op, err)
	}
	writing.Decide = func(pen journey.Pen, row journey.Row, standing casework.Standing) ([]journey.Fact, error) {
		// What is agreed to is what was shown, as it stands now.
		preview, err := d.Preview(ctx, asker, caseID, entry)
		if err != nil {
			return nil, err
		}
		if preview.Version != entry.Seen {
			return nil, ErrChanged
		}
		agreed, err := d.Sharing.Agree(ctx, pen, row, standing, answer)
		if err != nil {
			return nil, err
		}
		sent, err := pen.SendOnward(row, journey.Sending{
			Referral: made.Referral, Service: entry.Service, To: agency, Permission: permissionIn(agreed), Pathway: entry.Pathway,
			Chase: entry.Chase, Link: true, Note: entry.Note,
		})
		return append(agreed, sent...), err
	}
	if made.Posted = d.Mail && inbox != ""; made.Posted {
		writing.Post = []casework.Outgoing{d.post(asker, row, agency, made.Referral, entry.Until)}
	}
	// The link comes first: a message that leaves at once finds it. Without the
	// referral it opens nothing.
	fresh, err := d.first(ctx, link)
	if err != nil {
		return Made{}, casework.In(op, err)
	}
	if _, err := d.Bench.Write(ctx, writing); err != nil && fresh {
		return Made{}, d.unmade(ctx, made.Referral, caseID, renamed(err))
	} else if err != nil {
		return Made{}, renamed(err)
	}
	made.Link, made.PIN = d.address(token), d.Secrets.PIN(key, made.Referral)
	return made, nil
}

// errNewer says that a form was sent again whose link is over.
var errNewer = problem("", "This was sent before, and a newer link was made since. Open the referral to see how it stands, or to make another link")

// first keeps the link of a referral that has none yet, and says whether it did. A
// form that is sent again never puts an old link in the place of a newer one.
func (d Desk) first(ctx context.Context, link Link) (bool, error) {
	kept, err := d.Links.LinkOf(ctx, link.Referral)
	switch {
	case casework.KindOf(err) == casework.NotFound && err != nil:
		return true, d.Links.KeepLink(ctx, link)
	case err == nil && !bytes.Equal(kept.Lookup, link.Lookup):
		err = errNewer
	}
	return false, err
}

// unmade forgets the link of a referral that was not written, and returns why.
func (d Desk) unmade(ctx context.Context, referral, caseID string, why error) error {
	row, err := d.Record.Row(ctx, caseID)
	if _, sent := row.Sent(referral); err != nil || sent {
		return why
	}
	if err := d.Links.DropLink(ctx, referral); err != nil {
		return casework.In("send referral", err)
	}
	return why
}

// permissionIn returns the id of the permission that was just answered.
func permissionIn(facts []journey.Fact) string {
	for _, fact := range slices.Backward(facts) {
		if body, ok := fact.Body.(journey.PermissionAnswered); ok {
			return body.Permission
		}
	}
	return ""
}

// link makes the link of a referral.
func (d Desk) link(ctx context.Context, key, referral string, row journey.Row, inbox string, until calendar.Day) (Link, string, error) {
	nonce := d.Secrets.Nonce(key, referral)
	token, lookup := d.Secrets.Token(nonce)
	proof, err := d.Secrets.Proof(ctx, token, d.Secrets.PIN(key, referral))
	return Link{
		Referral: referral, Case: row.Case, Woman: row.Woman, Lookup: lookup, Nonce: nonce, Proof: proof, Inbox: inbox,
		Made: d.Now(), Until: (until + 1).Start(),
	}, token, err
}

// address returns where a link is opened.
func (d Desk) address(token string) string { return d.Origin + "/r/" + url.PathEscape(token) }

// postLasts is how long an e-mail with a link may be late.
const postLasts = 72 * time.Hour

// post makes the message that tells the service that there is a request.
func (d Desk) post(asker access.Asker, row journey.Row, agency, referral string, until calendar.Day) casework.Outgoing {
	over := d.Now().Add(postLasts)
	if end := (until + 1).Start(); end.Before(over) {
		over = end
	}
	return casework.Outgoing{
		ID: d.NewID(), Case: row.Case, Channel: safecontact.Email, Template: casework.PartnerRequest, Appointment: referral,
		By: asker.ID, Agency: agency, After: d.Now().Truncate(time.Second), Until: over.Truncate(time.Second),
	}
}

// Letterbox returns where a message about a referral goes, and the link in it. It is
// a NotFound where she no longer shares it.
func (d Desk) Letterbox(ctx context.Context, out casework.Outgoing) (address, link string, err error) {
	const op = "find a letterbox"
	row, err := d.Record.Row(ctx, out.Case)
	if err != nil {
		return "", "", casework.In(op, err)
	}
	one, sent := row.Sent(out.Appointment)
	if _, shared := row.SharedUntil(one, d.Now()); !sent || !shared || !row.Keeping.Erased.IsZero() || row.Door.Barred("", one.To) {
		return "", "", casework.Fail(casework.NotFound, op, "nothing is shared any more")
	}
	kept, err := d.Links.LinkOf(ctx, one.ID)
	if err != nil {
		return "", "", casework.In(op, err)
	}
	if kept.Inbox == "" {
		return "", "", casework.Fail(casework.NotFound, op, "it goes to nobody by e-mail")
	}
	token, _ := d.Secrets.Token(kept.Nonce)
	return kept.Inbox, d.address(token), nil
}

// noCase is the id of no case: of it a change is answered where its key is known, and
// writes nothing.
const noCase = "none"

// Renew makes a new link and a new PIN for a referral, to this address, in the place
// of those before: they open nothing any more.
func (d Desk) Renew(ctx context.Context, asker access.Asker, caseID, key, referral, inbox string) (Made, error) {
	const op = "renew link"
	row, _, err := d.admit(ctx, op, asker, caseID)
	if err != nil {
		return Made{}, err
	}
	one, sent := row.Sent(referral)
	until, shared := row.SharedUntil(one, d.Now())
	inbox = strings.TrimSpace(inbox)
	switch {
	case !sent:
		return Made{}, d.Absent(ctx, op, asker, row, access.Append, access.ForSupport)
	case !shared:
		return Made{}, casework.In(op, problem("inbox", "She no longer shares this. Ask her first, and send her on again"))
	case inbox != "" && !journey.IsEmail(inbox):
		return Made{}, casework.In(op, problem("inbox", "Enter one e-mail address, such as team@example.org"))
	}
	digest, err := casework.Digest(key, op, asker, caseID, referral, inbox)
	if err != nil {
		return Made{}, err
	}
	link, token, err := d.link(ctx, key, referral, row, inbox, until)
	if err != nil {
		return Made{}, casework.In(op, err)
	}
	made := Made{Referral: referral, Link: d.address(token), PIN: d.Secrets.PIN(key, referral), Posted: d.Mail && inbox != "", Until: until}
	change := casework.Change{Key: key, Digest: digest, Entry: d.Note(asker, access.Append, access.ForSupport, op, identified, row)}
	if made.Posted {
		change.Outgoing = []casework.Outgoing{d.post(asker, row, one.To, referral, until)}
	}
	// A key that is known is answered first: its link may be over by now.
	_, err = d.Record.Append(ctx, casework.Change{Key: key, Digest: digest, Case: noCase, Entry: change.Entry})
	if err == nil {
		_, err = d.first(ctx, link)
		return made, err
	}
	if casework.KindOf(err) != casework.NotFound {
		return Made{}, casework.In(op, err)
	}
	if err := d.Links.KeepLink(ctx, link); err != nil {
		return Made{}, casework.In(op, err)
	}
	if _, err := d.Record.Append(ctx, change); err != nil {
		return Made{}, casework.In(op, err)
	}
	return made, nil
}
