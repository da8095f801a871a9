package messaging

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"throughline/internal/casework/sharing"
	"throughline/internal/domain/safecontact"
)

// NotifyAddress is where GOV.UK Notify is.
const NotifyAddress = "https://api.notifications.service.gov.uk"

// Notify hands texts and e-mails to GOV.UK Notify. The service there needs one
// template for each, whose only words are the places ((message)) and, for the
// subject of an e-mail, ((title)).
type Notify struct {
	Address  string // NotifyAddress, but in tests
	Service  string // id of the service
	Secret   string // of its key
	Text     string // id of the template of texts
	Email    string // id of the template of e-mails
	SenderID string // id of the sender of texts, "" for the one set up there
	Now      func() time.Time
	Client   *http.Client
}

// idLength is how long the ids of Notify are: a UUID as text.
const idLength = 36

// NotifyKey splits a key as Notify gives it out, which is a name, the id of the
// service and the secret, joined by hyphens.
func NotifyKey(key string) (service, secret string, err error) {
	key = strings.TrimSpace(key)
	if len(key) < 2*idLength+1 || key[len(key)-idLength-1] != '-' {
		return "", "", errors.New("this is not a key of GOV.UK Notify: it ends in two long ids joined by hyphens")
	}
	return key[len(key)-2*idLength-1 : len(key)-idLength-1], key[len(key)-idLength:], nil
}

// token returns what proves to Notify who asks: a JSON Web Token of the service,
// signed with its secret.
func (n Notify) token() (string, error) {
	claims, err := json.Marshal(map[string]any{"iss": n.Service, "iat": n.Now().Unix()})
	if err != nil {
		return "", fmt.Errorf("making a token: %w", err)
	}
	encode := base64.RawURLEncoding.EncodeToString
	text := encode([]byte(`{"typ":"JWT","alg":"HS256"}`)) + "." + encode(claims)
	sum := hmac.New(sha256.New, []byte(n.Secret))
	sum.Write([]byte(text))
	return text + "." + encode(sum.Sum(nil)), nil
}

// Send hands a message to Notify under its id, so that it can be asked about.
func (n Notify) Send(ctx context.Context, id string, channel safecontact.Channel, letter sharing.Letter) error {
	said := map[string]string{"message": letter.Body}
	request := map[string]any{"reference": id, "personalisation": said}
	path := ""
	switch channel {
	case safecontact.Text:
		path = "/v2/notifications/sms"
		request["phone_number"], request["template_id"] = letter.To, n.Text
		if n.SenderID != "" {
			request["sms_sender_id"] = n.SenderID
		}
	case safecontact.Email:
		path, said["title"] = "/v2/notifications/email", letter.Subject
		request["email_address"], request["template_id"] = letter.To, n.Email
	default:
		return notHanded(nil, "GOV.UK Notify carries texts and e-mails only")
	}
	content, err := json.Marshal(request)
	if err != nil {
		return notHanded(err, "The message could not be written for GOV.UK Notify")
	}
	status, answer, err := n.ask(ctx, http.MethodPost, path, content)
	if err != nil {
		return reached(err)
	}
	return notifyAnswer(status, answer)
}

// reached says whether a request that went wrong can have arrived.
func reached(err error) error {
	var dialling *net.OpError
	if errors.As(err, &dialling) && dialling.Op == "dial" {
		return notHanded(err, "GOV.UK Notify could not be reached")
	}
	return unclear(err, "GOV.UK Notify did not answer")
}

// notifyAnswer says what an answer means for the message.
func notifyAnswer(status int, answer []byte) error {
	var said struct {
		Errors []struct {
			Error   string `json:"error"`
			Message string `json:"message"`
		} `json:"errors"`
	}
	// An answer that is not what Notify documents leaves its status to go by.
	_ = json.Unmarshal(answer, &said)
	switch {
	case status == http.StatusCreated:
		return nil
	case status == http.StatusBadRequest:
		for _, one := range said.Errors {
			if one.Error == "ValidationError" && (strings.HasPrefix(one.Message, "phone_number") || strings.HasPrefix(one.Message, "email_address")) {
				return rejected(nil, "GOV.UK Notify says that there is no such number or address")
			}
		}
		return notHanded(nil, "GOV.UK Notify does not take it: look at its template and its limits")
	case status == http.StatusForbidden:
		return notHanded(nil, "GOV.UK Notify does not accept the key")
	case status == http.StatusTooManyRequests:
		return notHanded(nil, "GOV.UK Notify has had enough for now")
	}
	return unclear(nil, "GOV.UK Notify answered with %d", status)
}

// longestAnswer bounds what is read of an answer.
const longestAnswer = 1 << 20

// ask asks Notify and returns its answer.
func (n Notify) ask(ctx context.Context, method, path string, content []byte) (int, []byte, error) {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, strings.TrimSuffix(n.Address, "/")+path, bytes.NewReader(content))
	if err != nil {
		return 0, nil, fmt.Errorf("asking GOV.UK Notify: %w", err)
	}
	token, err := n.token()
	if err != nil {
		return 0, nil, err
	}
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("Content-Type", "application/json")
	response, err := n.Client.Do(request)
	if err != nil {
		return 0, nil, fmt.Errorf("asking GOV.UK Notify: %w", err)
	}
	answer, err := io.ReadAll(io.LimitReader(response.Body, longestAnswer))
	if err := errors.Join(err, response.Body.Close()); err != nil {
		return 0, nil, fmt.Errorf("reading the answer of GOV.UK Notify: %w", err)
	}
	return response.StatusCode, answer, nil
}

// Outcome asks Notify what became of a message.
func (n Notify) Outcome(ctx context.Context, id string) (sharing.Outcome, bool, error) {
	status, answer, err := n.ask(ctx, http.MethodGet, "/v2/notifications?reference="+url.QueryEscape(id), nil)
	if err != nil {
		return 0, false, err
	}
	if status != http.StatusOK {
		return 0, false, fmt.Errorf("asking GOV.UK Notify what became of a message: it answered with %d", status)
	}
	var said struct {
		Notifications []struct {
			Status string `json:"status"`
		} `json:"notifications"`
	}
	if err := json.Unmarshal(answer, &said); err != nil {
		return 0, false, fmt.Errorf("reading what became of a message: %w", err)
	}
	if len(said.Notifications) == 0 {
		return 0, false, nil
	}
	switch said.Notifications[0].Status {
	case "delivered":
		return sharing.Arrived, true, nil
	case "permanent-failure", "temporary-failure":
		// A phone that is off for three days is not hers to be reached by either.
		return sharing.Rejected, true, nil
	case "technical-failure":
		return sharing.Unclear, true, nil
	}
	return 0, false, nil
}
