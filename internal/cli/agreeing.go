package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/casework/administration"
	"throughline/internal/domain/access"
	"throughline/internal/edge/signin"
)

// atTheServer is the address of whoever types at the terminal of the server.
const atTheServer = "127.0.0.1:0"

// agreeing asks each of these people, at the terminal, for what they sign in with,
// and returns them. Nobody counts twice, and nobody stays signed in.
func (in *installation) agreeing(ctx context.Context, t terminal, names []string) ([]access.Asker, error) {
	desk := signin.New(in.record, sealingKey{in.vault.SignIn()}, in.now, signin.Options{})
	typed := bufio.NewReader(t.in)
	var agreed []access.Asker
	for _, name := range names {
		who, err := agreeingOne(ctx, t, desk, typed, name)
		if err != nil {
			return nil, err
		}
		for _, before := range agreed {
			if before.ID == who.ID {
				return nil, coded{exitUsage, fmt.Errorf("%s agreed already: another person has to", name)}
			}
		}
		agreed = append(agreed, who)
	}
	return agreed, nil
}

func agreeingOne(ctx context.Context, t terminal, desk *signin.Desk, typed *bufio.Reader, name string) (who access.Asker, err error) {
	password, err := answerTo(t, typed, "Password of %s, on one line:", name)
	if err != nil {
		return access.Asker{}, err
	}
	token, in, err := desk.SignIn(ctx, name, password, atTheServer)
	if err != nil {
		return access.Asker{}, refusedAgreement(name, err)
	}
	defer func() { err = errors.Join(err, desk.SignOut(ctx, token)) }()
	if in.Enrol {
		return access.Asker{}, coded{exitUsage, fmt.Errorf("%s has no codes yet: sign in to the site once to set them up", name)}
	}
	if in.Half {
		code, err := answerTo(t, typed, "Code from the authenticator app of %s:", name)
		if err != nil {
			return access.Asker{}, err
		}
		renewed, err := desk.EnterCode(ctx, token, code, atTheServer)
		if err != nil {
			return access.Asker{}, refusedAgreement(name, err)
		}
		token = renewed
	}
	return in.Account.Asker(), nil
}

// refusedAgreement is an error of signing in, for the terminal.
func refusedAgreement(name string, err error) error {
	err = fmt.Errorf("%s did not agree: %w", name, err)
	if errors.Is(err, administration.ErrTooManyTries) || casework.KindOf(err) != casework.Internal {
		return coded{exitUsage, err}
	}
	return err
}

// answerTo asks for one line at the terminal.
func answerTo(t terminal, typed *bufio.Reader, format string, args ...any) (string, error) {
	t.say(format, args...)
	line, err := typed.ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("reading what was typed: %w", err)
	}
	return strings.TrimRight(line, "\r\n"), nil
}
