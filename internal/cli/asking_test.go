package cli

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// asks returns how a fresh visit to her pages, to the sign-in page and to the way
// out is answered by a site on this data folder.
func asks(t *testing.T, data string) (hers, leaves *http.Response, signIn string) {
	t.Helper()
	ctx := context.Background()
	in, err := place{Data: data}.open(ctx, opening{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := in.close(ctx); err != nil {
			t.Error(err)
		}
	}()
	handler, err := in.site(ctx, terminal{&bytes.Buffer{}, &bytes.Buffer{}, &bytes.Buffer{}}, serving{organisation: "Riverside"}, "http://127.0.0.1:8080")
	if err != nil {
		t.Fatal(err)
	}
	get := func(path string) *httptest.ResponseRecorder {
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, path, nil))
		return answer
	}
	return get("/ask").Result(), get("/exit").Result(), get("/sign-in").Body.String()
}

func TestAnInstallationDecidesWhetherAWomanAsksForHerself(t *testing.T) {
	for _, row := range []struct {
		name   string
		args   []string // none: nobody decided
		status int
		leaves string
	}{
		{"nobody decided", nil, 200, leaveTo},
		{"turned off", []string{"off"}, 404, leaveTo},
		{"on, leaving elsewhere", []string{"on", "--leave-to", "https://example.org/dull"}, 200, "https://example.org/dull"},
	} {
		data := fresh(t)
		if row.args != nil {
			if code, _, said := ran("", append([]string{"setting", "ask", "--data", data}, row.args...)...); code != exitOK {
				t.Fatalf("%s: ended with %d: %s", row.name, code, said)
			}
		}
		hers, leaves, signIn := asks(t, data)
		if hers.StatusCode != row.status || strings.Contains(signIn, "Ask for help for yourself") != (row.status == 200) {
			t.Errorf("%s: status %d, the sign-in page says %s", row.name, hers.StatusCode, signIn)
		}
		if to := leaves.Header.Get("Location"); to != row.leaves {
			t.Errorf("%s: leaves to %q, want %q", row.name, to, row.leaves)
		}
	}
}

func TestASettingOfHerPagesThatCannotBeReadStopsTheSite(t *testing.T) {
	data, ctx := fresh(t), context.Background()
	in, err := place{Data: data}.open(ctx, opening{})
	if err != nil {
		t.Fatal(err)
	}
	err = in.record.SetSetting(ctx, askName, "no JSON")
	_, wrong := in.doors(ctx)
	if err := errors.Join(err, in.close(ctx)); err != nil {
		t.Fatal(err)
	}
	if wrong == nil || !strings.Contains(wrong.Error(), "asks for herself") {
		t.Errorf("the doors open: %v", wrong)
	}
}
