package web

import (
	"errors"
	"fmt"
	"net/http"

	"throughline/internal/casework/administration"
)

// Where passkeys are asked for, answered and made.
const (
	askPasskeyPath   = "/sign-in/passkey/ask"
	passkeyPath      = "/sign-in/passkey"
	offerPasskeyPath = "/account/passkey/offer"
	newPasskeyPath   = "/account/passkey"
)

// askPasskey answers the script of the code page: what a passkey is to sign.
func (d signInDoor) askPasskey(r *Request) (Response, error) {
	options, err := d.site.Desk.AskPasskey(r.Context(), d.site.Desk.Token(r.Request))
	if err != nil {
		return Response{}, fmt.Errorf("asking for a passkey: %w", err)
	}
	return Data(options), nil
}

// usePasskey takes the answer of a passkey in place of a code.
func (d signInDoor) usePasskey(r *Request) (Response, error) {
	if r.in.Session == "" {
		return d.gone(r), nil
	}
	form, err := d.answered(r)
	if err != nil {
		return Response{}, err
	}
	token, err := d.site.Desk.UsePasskey(r.Context(), d.site.Desk.Token(r.Request), []byte(r.Field("answer")), r.RemoteAddr)
	switch {
	case errors.Is(err, administration.ErrWrongPasskey):
		form.problems.Add("code", "The passkey is not right. Try again, or enter a code")
		return Show(form.page()), nil
	case errors.Is(err, administration.ErrPasskeyCopied):
		form.passkey = false
		form.problems.Add("code", "This passkey was not taken: it may have been copied. It is removed. Enter a code, and tell the person who looks after accounts")
		return Show(form.page()), nil
	}
	return d.entered(form, token, err)
}

// passkeyForm is the page where somebody makes a passkey for the next sign-in.
type passkeyForm struct{ wrong bool }

func (f passkeyForm) page() Page {
	return Page{Title: "Add a passkey", Body: passkeyPage(f), Script: "passkey.js"}
}

func (d signInDoor) newPasskey(*Request) (Response, error) { return Show(passkeyForm{}.page()), nil }

// offerPasskey answers the script of that page: what a passkey is made from.
func (d signInDoor) offerPasskey(r *Request) (Response, error) {
	options, err := d.site.Desk.OfferPasskey(r.Context(), d.site.Desk.Token(r.Request))
	if err != nil {
		return Response{}, fmt.Errorf("offering a passkey: %w", err)
	}
	return Data(options), nil
}

func (d signInDoor) addPasskey(r *Request) (Response, error) {
	err := d.site.Desk.AddPasskey(r.Context(), d.site.Desk.Token(r.Request), []byte(r.Field("answer")))
	switch {
	case errors.Is(err, administration.ErrWrongPasskey):
		return Show(passkeyForm{wrong: true}.page()).WithStatus(http.StatusUnprocessableEntity), nil
	case err != nil:
		return Response{}, fmt.Errorf("adding a passkey: %w", err)
	}
	return Redirect("/account?done=passkey"), nil
}
