package signin

import (
	"bytes"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"fmt"
	"image/png"
	"net/url"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"golang.org/x/text/unicode/norm"

	"throughline/internal/casework/administration"
)

// What every authenticator app does where nothing else is said: six digits, a
// new code each 30 seconds, HMAC-SHA-1. Source: RFC 6238.
const (
	codeDigits   = 6
	stepSeconds  = 30
	secretLength = 20  // bytes, as long as the hash
	pictureSide  = 240 // pixels
	issuer       = "Throughline"
)

// Code returns the six digits of a code as typed: apps show it in groups, and
// some keyboards write full-width digits. It returns false where it is no code.
func Code(typed string) (string, bool) {
	if len(typed) > 100 {
		return "", false
	}
	var digits strings.Builder
	for _, letter := range norm.NFKC.String(typed) {
		switch {
		case letter >= '0' && letter <= '9':
			digits.WriteRune(letter)
		case letter == ' ' || letter == '-':
		default:
			return "", false
		}
	}
	return digits.String(), digits.Len() == codeDigits
}

// newSecret returns a secret in base 32, as apps take it.
func newSecret() string {
	raw := make([]byte, secretLength)
	rand.Read(raw) // never fails: crypto/rand ends the program instead
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw)
}

// codeAt returns the code of a step.
func codeAt(secret string, step int64) (string, error) {
	code, err := hotp.GenerateCodeCustom(secret, uint64(step), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
	if err != nil {
		return "", fmt.Errorf("working out a code: %w", err)
	}
	return code, nil
}

// noStep is the step of a code that fits none: no step is as early.
const noStep int64 = 0

// stepOf returns the step, of the one now and those on either side, whose code
// this is, or noStep. All are worked out and compared whichever it is.
func stepOf(secret, code string, now time.Time) (int64, error) {
	found := noStep
	for step := now.Unix()/stepSeconds - 1; step <= now.Unix()/stepSeconds+1; step++ {
		right, err := codeAt(secret, step)
		if err != nil {
			return noStep, err
		}
		if subtle.ConstantTimeCompare([]byte(right), []byte(code)) == 1 {
			found = step
		}
	}
	return found, nil
}

// offer returns a secret in the forms that an app takes.
func offer(secret, name string) (administration.Offer, error) {
	address := url.URL{
		Scheme: "otpauth", Host: "totp", Path: "/" + issuer + ":" + name,
		RawQuery: url.Values{"secret": {secret}, "issuer": {issuer}}.Encode(),
	}
	key, err := otp.NewKeyFromURL(address.String())
	if err != nil {
		return administration.Offer{}, fmt.Errorf("writing a secret as an address: %w", err)
	}
	drawn, err := key.Image(pictureSide, pictureSide)
	if err != nil {
		return administration.Offer{}, fmt.Errorf("drawing a secret: %w", err)
	}
	var picture bytes.Buffer
	if err := png.Encode(&picture, drawn); err != nil {
		return administration.Offer{}, fmt.Errorf("drawing a secret: %w", err)
	}
	return administration.Offer{Secret: secret, Picture: picture.Bytes()}, nil
}
