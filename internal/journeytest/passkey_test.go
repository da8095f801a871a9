package journeytest

import (
	"context"
	"fmt"
	"net"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
)

// plugIn gives the tab a device for passkeys that is sure of its user, and returns
// how to make it unsure.
func (v *visitor) plugIn() (unsure func()) {
	v.t.Helper()
	var device webauthn.AuthenticatorID
	v.do("plugging a device in", command(webauthn.Enable, webauthn.EnableParams{}),
		chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
			made, err := cdp.Call(ctx, target, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{
				Options: &webauthn.VirtualAuthenticatorOptions{
					Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportUsb,
					HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true,
				},
			})
			if err == nil {
				device = made.AuthenticatorID
			}
			return err
		}))
	return func() {
		v.t.Helper()
		v.do("taking the finger away", command(webauthn.SetUserVerified, webauthn.SetUserVerifiedParams{AuthenticatorID: device}))
	}
}

// freePort returns a port that nobody listens on.
func freePort(t *testing.T) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	return port
}

// Amina sets codes up, adds a passkey, and signs in with it. Where the device is
// not sure that it is she, it opens nothing, and a code still does. On a phone she
// sees where she is signed in, and signs out everywhere.
func TestAPasskeyAtSignIn(t *testing.T) {
	browser := newBrowser(t)
	folder := t.TempDir()
	data := filepath.Join(folder, "data")
	run(t, "", "init", "--data", data, "--recovery", filepath.Join(folder, "recovery"))
	const name, password = "amina", "lantern orchard seven miles"
	run(t, password+"\n", "user", "add", name, "--role", "keyworker", "--data", data)
	port := freePort(t)
	// Passkeys are bound to a host by name.
	here := serve(t, "serve", "--data", data, "--addr", fmt.Sprintf("127.0.0.1:%d", port), "--origin", fmt.Sprintf("http://localhost:%d", port)).url
	v := visit(t, browser, here, onAPhone)
	unsure := v.plugIn()
	v.signIn(name, password).setUpCodes().sees("Today")
	v.open("/account").sees("Your sign-in", "This one").follow("Add a passkey").sees("Add a passkey").seesNot("This browser cannot")
	v.press("Add a passkey").sees("The passkey is added", "Passkeys")
	v.press("Sign out everywhere").sees("You have signed out")

	v.signIn(name, password).sees("Enter your code")
	v.press("Use a passkey").sees("Today")

	v.open("/account").press("Sign out everywhere")
	unsure()
	v.signIn(name, password).sees("Enter your code")
	v.reach("button", []string{"Use a passkey"})
	v.do("using it", enter)
	v.until("the refusal", "!document.querySelector('[data-passkey-failed]').hidden")
	v.sees("That did not work")
	v.open("/today").sees("Enter your code")

	plain := visit(t, browser, here, withoutScripts)
	plain.signIn(name, password).sees("Enter your code").seesNot("Use a passkey")
}
