package messaging

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"throughline/internal/casework/sharing"
	"throughline/internal/domain/discreet"
	"throughline/internal/domain/safecontact"
)

// Mail hands e-mails to a mail server, over TLS or not at all.
type Mail struct {
	Host     string
	Port     int    // 0: 465 with TLS from the first byte, else 587
	Implicit bool   // TLS from the first byte, in place of STARTTLS
	User     string // "" where the server asks for none
	Password string
	From     string // address that e-mails come from, which the reader sees
	Name     string // name beside it, "" for none

	tls *tls.Config // in tests, whom to trust; nil for those that the system trusts
}

// Check says what is wrong with the settings, a sender that would give a woman away
// included.
func (m Mail) Check() error {
	address, err := mail.ParseAddress(m.From)
	if err != nil || address.Name != "" {
		return fmt.Errorf("%q is not an address that e-mails can come from: write one like hello@example.org", m.From)
	}
	said := discreet.Inspect(discreet.Outward{Sender: m.Name, Headers: map[string]string{"From": strings.NewReplacer("@", " ", ".", " ", "-", " ").Replace(m.From)}}, discreet.Names{})
	if len(said) > 0 {
		return fmt.Errorf("the sender of e-mails says %s: whoever sees her screen would read it", said[0].What)
	}
	return nil
}

// domain is what follows the @ of the sender.
func (m Mail) domain() string {
	_, domain, _ := strings.Cut(m.From, "@")
	return domain
}

// message makes an e-mail. It names no program, no machine and no list.
func (m Mail) message(id string, letter sharing.Letter) (*gomail.Msg, error) {
	message := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := message.FromFormat(m.Name, m.From); err != nil {
		return nil, notHanded(err, "The sender of e-mails is not an address")
	}
	if err := message.To(letter.To); err != nil {
		return nil, rejected(nil, "Her e-mail address is not one that mail can go to")
	}
	message.Subject(letter.Subject)
	message.SetMessageIDWithValue(id + "@" + m.domain())
	message.SetBodyString(gomail.TypeTextPlain, letter.Body+"\r\n")
	return message, nil
}

// Send hands an e-mail to the server.
func (m Mail) Send(ctx context.Context, id string, channel safecontact.Channel, letter sharing.Letter) error {
	if channel != safecontact.Email {
		return notHanded(nil, "A mail server carries e-mails only")
	}
	message, err := m.message(id, letter)
	if err != nil {
		return err
	}
	var line net.Conn
	client, err := m.client(&line)
	if err != nil {
		return notHanded(err, "The mail server is not set up")
	}
	err = client.DialWithContext(ctx)
	// The client leaves a line open that it turned down, such as one without TLS.
	defer func() {
		if line != nil {
			_ = line.Close() // mostly it is closed by then, and says so
		}
	}()
	if err != nil {
		return notHanded(err, "The mail server could not be reached")
	}
	err = client.Send(message)
	_ = client.Close() // what the server took it keeps, whether or not it says goodbye
	if err != nil {
		return judged(err)
	}
	return nil
}

// client makes a client of the server. A line that it opens in clear, to ask for
// TLS, is kept where line points.
func (m Mail) client(line *net.Conn) (*gomail.Client, error) {
	trusting := m.tls
	if trusting == nil {
		trusting = &tls.Config{ServerName: m.Host, MinVersion: tls.VersionTLS12}
	}
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		opened, err := (&net.Dialer{}).DialContext(ctx, network, address)
		if err != nil {
			return nil, fmt.Errorf("calling the mail server: %w", err)
		}
		*line = opened
		return opened, nil
	}
	options := []gomail.Option{
		// The name this machine has among its own goes into no header.
		gomail.WithHELO(m.domain()), gomail.WithTimeout(20 * time.Second), gomail.WithTLSPolicy(gomail.TLSMandatory),
		gomail.WithTLSConfig(trusting),
	}
	port := m.Port
	if m.Implicit {
		options = append(options, gomail.WithSSL())
		if port == 0 {
			port = 465
		}
	} else {
		options = append(options, gomail.WithDialContextFunc(dial))
	}
	if port == 0 {
		port = 587
	}
	options = append(options, gomail.WithPort(port))
	if m.User != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(m.User), gomail.WithPassword(m.Password))
	}
	return gomail.NewClient(m.Host, options...)
}

// judged says what an answer of the server means for the message.
func judged(err error) error {
	var answer *gomail.SendError
	if !errors.As(err, &answer) {
		return unclear(err, "The mail server did not answer")
	}
	switch answer.Reason {
	case gomail.ErrSMTPRcptTo:
		if code := answer.ErrorCode(); code >= 500 && code < 600 {
			return rejected(err, "The mail server says that there is no such address")
		}
		return notHanded(err, "The mail server does not take it now")
	case gomail.ErrGetSender, gomail.ErrGetRcpts, gomail.ErrSMTPMailFrom, gomail.ErrSMTPData, gomail.ErrConnCheck, gomail.ErrNoUnencoded:
		return notHanded(err, "The mail server does not take it now")
	}
	return unclear(err, "The mail server did not say whether it took it")
}
