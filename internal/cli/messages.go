package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/sharing"
	"throughline/internal/domain/access"
	"throughline/internal/domain/safecontact"
	"throughline/internal/edge/messaging"
	"throughline/locales"
)

// messagesName is the setting of how messages leave.
const messagesName = "messages"

// Ways in which messages leave.
const (
	byFolder = "file"
	byMail   = "smtp"
	byNotify = "notify"
)

// outboxFolder is where messages lie that leave as files.
const outboxFolder = "outbox"

// messages is how messages leave this installation. Passwords and keys stand in
// files, whose names are kept here.
type messages struct {
	Text  string `json:"text,omitempty"`  // file, notify or "" for none
	Email string `json:"email,omitempty"` // file, smtp, notify or "" for none

	From         string            `json:"from,omitempty"`
	FromName     string            `json:"from_name,omitempty"`
	Host         string            `json:"host,omitempty"`
	Port         int               `json:"port,omitempty"`
	Implicit     bool              `json:"implicit_tls,omitempty"`
	User         string            `json:"user,omitempty"`
	PasswordFile string            `json:"password_file,omitempty"`
	NotifyKey    string            `json:"notify_key_file,omitempty"`
	NotifyText   string            `json:"notify_text_template,omitempty"`
	NotifyEmail  string            `json:"notify_email_template,omitempty"`
	NotifySender string            `json:"notify_sender,omitempty"`
	Replies      bool              `json:"replies,omitempty"`  // somebody reads what she answers
	Services     []string          `json:"services,omitempty"` // names that no message says
	Inboxes      map[string]string `json:"inboxes,omitempty"`  // address of each agency that is told of requests
}

// off says whether nothing is ever sent from here.
func (m messages) off() bool { return m.Text == "" && m.Email == "" }

// check says what is wrong with the settings.
func (m messages) check() error {
	if m.Email != "" {
		if err := m.mail("").Check(); err != nil {
			return err
		}
	}
	switch {
	case m.Email == byMail && m.Host == "":
		return errors.New("e-mails need a mail server: say --host")
	case (m.Text == byNotify || m.Email == byNotify) && m.NotifyKey == "":
		return errors.New("GOV.UK Notify needs a key: say --notify-key-file")
	case m.Text == byNotify && m.NotifyText == "":
		return errors.New("texts need a template of GOV.UK Notify whose only words are ((message)): say --notify-text-template")
	case m.Email == byNotify && m.NotifyEmail == "":
		return errors.New("e-mails need a template of GOV.UK Notify of ((title)) and ((message)): say --notify-email-template")
	}
	return nil
}

func (m messages) mail(password string) messaging.Mail {
	return messaging.Mail{
		Host: m.Host, Port: m.Port, Implicit: m.Implicit, User: m.User, Password: password, From: m.From, Name: m.FromName,
	}
}

// messages returns how messages leave: by nothing where nobody has said.
func (in *installation) messages(ctx context.Context) (messages, error) {
	var decided messages
	text, err := in.record.Setting(ctx, messagesName)
	if err != nil || text == "" {
		return decided, err
	}
	if err := json.Unmarshal([]byte(text), &decided); err != nil {
		return messages{}, fmt.Errorf("reading how messages leave: %w", err)
	}
	return decided, nil
}

// dispatch is where messages are let out. Drafts of other languages are said on a
// practice system alone.
func (in *installation) dispatch(ctx context.Context, decided messages) (*sharing.Dispatch, error) {
	words, err := locales.Catalogue()
	if err != nil {
		return nil, fmt.Errorf("reading the sentences of messages: %w", err)
	}
	marked, err := in.record.Setting(ctx, practiceName)
	if err != nil {
		return nil, err
	}
	return &sharing.Dispatch{
		Bench: in.bench, Senders: people{in.record}, Words: words, Drafts: marked != "",
		Replies: decided.Replies, Services: append([]string{"Throughline"}, decided.Services...),
	}, nil
}

// wireMessages puts the verbs that send messages on what lets them go.
func (in *installation) wireMessages(ctx context.Context) error {
	leaving, err := in.messages(ctx)
	if err != nil {
		return err
	}
	if in.dispatched, err = in.dispatch(ctx, leaving); err != nil {
		return err
	}
	in.dispatched.Partners, in.onward.Mail = in.onward, leaving.Email != ""
	if !leaving.off() {
		in.support.Post = in.dispatched
	}
	if leaving.Email != "" {
		in.intake.Inboxes = slices.Sorted(maps.Keys(leaving.Inboxes))
	}
	return nil
}

// Asker returns the person of an account as she stands now.
func (p people) Asker(ctx context.Context, id string) (access.Asker, error) {
	account, err := p.store.Account(ctx, id)
	if err != nil {
		return access.Asker{}, err
	}
	if account.Disabled {
		return access.Asker{}, casework.Fail(casework.NotFound, "finding an account", "the account is disabled")
	}
	return account.Asker(), nil
}

// drain returns what sends the messages of this installation.
func (in *installation) drain(decided messages, say func(error)) (messaging.Drain, error) {
	drain := messaging.Drain{Desk: in.dispatched, Senders: map[safecontact.Channel]messaging.Sender{}, Inboxes: decided.Inboxes, Say: say}
	for channel, by := range map[safecontact.Channel]string{safecontact.Text: decided.Text, safecontact.Email: decided.Email} {
		sender, err := in.sender(decided, by)
		if err != nil {
			return messaging.Drain{}, err
		}
		if sender != nil {
			drain.Senders[channel] = sender
		}
	}
	return drain, nil
}

// sender returns what carries one kind of message, nil where nothing does.
func (in *installation) sender(decided messages, by string) (messaging.Sender, error) {
	switch by {
	case byFolder:
		return messaging.Folder{Path: filepath.Join(in.Data, outboxFolder), Mail: decided.mail("")}, nil
	case byMail:
		password, err := secretOf(decided.PasswordFile)
		if err != nil {
			return nil, err
		}
		return decided.mail(password), nil
	case byNotify:
		key, err := secretOf(decided.NotifyKey)
		if err != nil {
			return nil, err
		}
		service, secret, err := messaging.NotifyKey(key)
		if err != nil {
			return nil, coded{exitConfig, err}
		}
		return messaging.Notify{
			Address: messaging.NotifyAddress, Service: service, Secret: secret, Text: decided.NotifyText, Email: decided.NotifyEmail,
			SenderID: decided.NotifySender, Now: in.now, Client: &http.Client{Timeout: 30 * time.Second},
		}, nil
	}
	return nil, nil
}

// secretOf reads a password or key from its file, "" where there is none.
func secretOf(path string) (string, error) {
	if path == "" {
		return "", nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return "", coded{exitConfig, fmt.Errorf("reading a secret of the messages: %w", err)}
	}
	return strings.TrimSpace(string(text)), nil
}

type settingMessagesCommand struct {
	place
	Text         string            `help:"How texts leave: none, file or notify." enum:"none,file,notify" default:"none"`
	Email        string            `help:"How e-mails leave: none, file, smtp or notify." enum:"none,file,smtp,notify" default:"none"`
	From         string            `help:"Address that e-mails come from, in neutral words."`
	FromName     string            `help:"Name beside it, in neutral words."`
	Host         string            `help:"Mail server."`
	Port         int               `help:"Its port: 587 with STARTTLS, 465 with TLS from the first byte."`
	ImplicitTLS  bool              `help:"TLS from the first byte, in place of STARTTLS." name:"implicit-tls"`
	User         string            `help:"Name to sign in to the mail server with."`
	PasswordFile string            `help:"File that holds the password." type:"path"`
	NotifyKey    string            `help:"File that holds the key of GOV.UK Notify." type:"path" name:"notify-key-file"`
	NotifyText   string            `help:"Id of the template of texts." name:"notify-text-template"`
	NotifyEmail  string            `help:"Id of the template of e-mails." name:"notify-email-template"`
	NotifySender string            `help:"Id of the sender of texts." name:"notify-sender"`
	Replies      bool              `help:"Somebody reads what she answers to a text; only then is she asked to."`
	Service      []string          `help:"A name of the service or of a centre, which no message says. Say it once for each."`
	Inbox        map[string]string `help:"An agency's inbox, told when a request comes, as 'Advance=team@example.org'."`
}

// Run says how messages leave. A server reads it when it starts.
func (c settingMessagesCommand) Run(ctx context.Context, t terminal) error {
	none := func(by string) string { return strings.TrimPrefix(by, "none") }
	decided := messages{
		Text: none(c.Text), Email: none(c.Email), From: c.From, FromName: c.FromName, Host: c.Host, Port: c.Port, Implicit: c.ImplicitTLS,
		User: c.User, PasswordFile: c.PasswordFile, NotifyKey: c.NotifyKey, NotifyText: c.NotifyText, NotifyEmail: c.NotifyEmail,
		NotifySender: c.NotifySender, Replies: c.Replies, Services: c.Service, Inboxes: c.Inbox,
	}
	if err := decided.check(); err != nil {
		return coded{exitUsage, err}
	}
	text, err := json.Marshal(decided)
	if err != nil {
		return fmt.Errorf("keeping how messages leave: %w", err)
	}
	in, err := c.open(ctx, opening{})
	if err != nil {
		return err
	}
	if err := errors.Join(in.record.SetSetting(ctx, messagesName, string(text)), in.close(ctx)); err != nil {
		return err
	}
	t.say("Texts leave by %s, e-mails by %s. A server that runs reads this when it starts again.", c.Text, c.Email)
	return nil
}

type outboxCommand struct {
	List  outboxListCommand  `cmd:"" help:"List the messages that wait, were held or did not arrive."`
	Retry outboxRetryCommand `cmd:"" help:"Let a message wait again that was held, did not arrive or may have arrived."`
}

type outboxListCommand struct {
	place
	State string `help:"Only those in this state: waiting, sending, sent, delivered, held, late, failed or unknown."`
}

// Run lists messages: codes and moments, and nothing of anybody.
func (c outboxListCommand) Run(ctx context.Context, t terminal) error {
	in, err := c.open(ctx, opening{readOnly: true})
	if err != nil {
		return err
	}
	listed, err := in.record.Messages(ctx, casework.MessageFilter{State: casework.MessageState(c.State)})
	if err := errors.Join(err, in.record.Close()); err != nil {
		return err
	}
	table := tabwriter.NewWriter(t.out, 0, 0, 3, ' ', 0)
	fmt.Fprintln(table, "message\tstate\tby\tsays\tcase\tfrom\tuntil\twhy")
	for _, one := range listed {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", one.ID, one.State, one.Channel, one.Template, casework.Reference(one.Case),
			one.After.Format(time.RFC3339), one.Until.Format(time.RFC3339), one.Why)
	}
	return table.Flush()
}

type outboxRetryCommand struct {
	place
	Message string `arg:"" help:"Id of the message, from throughline outbox list."`
}

// Run lets a message wait again. It is looked at anew before it goes.
func (c outboxRetryCommand) Run(ctx context.Context, t terminal) error {
	in, err := c.open(ctx, opening{})
	if err != nil {
		return err
	}
	if err := errors.Join(in.dispatched.Retry(ctx, operator, c.Message), in.close(ctx)); err != nil {
		if casework.KindOf(err) == casework.NotFound {
			return coded{exitNotFound, err}
		}
		return err
	}
	t.say("The message waits again. It goes only if it still may.")
	return nil
}
