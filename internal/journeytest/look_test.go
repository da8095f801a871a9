package journeytest

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// axeSource is axe-core, or "" where it is absent.
var axeSource = sync.OnceValue(func() string {
	source, err := os.ReadFile(os.Getenv("THROUGHLINE_AXE"))
	if err != nil {
		return ""
	}
	return string(source)
})

// look tries the page she is at: it fits the screen, has a title, and breaks no
// rule of WCAG.
func (v *visitor) look() {
	v.t.Helper()
	if wide := ask[int64](v, "document.scrollingElement.scrollWidth"); wide > v.width {
		v.t.Errorf("%s is %d px wide on a screen of %d", v.path(), wide, v.width)
	}
	if ask[bool](v, "document.querySelectorAll('h1').length !== 1 || !document.title") {
		v.t.Errorf("%s has no title, or not one heading", v.path())
	}
	v.tryAxe("as opened")
}

// axeRun answers what breaks a rule, with the part of the page.
const axeRun = `axe.run(document, {
  runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']},
  resultTypes: ['violations'],
}).then(r => JSON.stringify(r.violations.flatMap(v => v.nodes.map(n => v.id + ': ' + v.help + ': ' + n.html))))`

// tryAxe tries the page against WCAG 2.2 AA. The rules run in a world of their
// own, which the page's policy does not bind and the page does not see.
func (v *visitor) tryAxe(state string) {
	v.t.Helper()
	if !v.axe {
		return
	}
	if !v.scripts { // the rules need them, and those of the page did not run when it was read
		v.runScripts(true)
		defer v.runScripts(false)
	}
	ctx, cancel := context.WithTimeout(v.ctx, 30*time.Second)
	defer cancel()
	broken, err := chromedp.Run(ctx, func(ctx context.Context, target *chromedp.Target) ([]string, error) {
		tree, err := cdp.Call(ctx, target, page.GetFrameTree, cdp.Empty{})
		if err != nil {
			return nil, err
		}
		world, err := cdp.Call(ctx, target, page.CreateIsolatedWorld, page.CreateIsolatedWorldParams{FrameID: tree.FrameTree.Frame.ID})
		if err != nil {
			return nil, err
		}
		if _, err := evaluate(ctx, target, world.ExecutionContextID, axeSource()+"; ''"); err != nil {
			return nil, err
		}
		said, err := evaluate(ctx, target, world.ExecutionContextID, axeRun)
		if err != nil {
			return nil, err
		}
		var broken []string
		return broken, json.Unmarshal([]byte(said), &broken)
	})
	if err != nil {
		v.t.Fatalf("trying %s against WCAG: %v", v.path(), err)
	}
	for _, one := range broken {
		v.t.Errorf("%s (%s, %d px) breaks %s", v.path(), state, v.width, one)
	}
}

// evaluate runs a script in a world and returns the text it ends with.
func evaluate(ctx context.Context, target *chromedp.Target, world runtime.ExecutionContextID, script string) (string, error) {
	yes := true
	answer, err := cdp.Call(ctx, target, runtime.Evaluate, runtime.EvaluateParams{
		Expression: script, ContextID: world, ReturnByValue: &yes, AwaitPromise: &yes,
	})
	if err != nil {
		return "", err
	}
	if answer.ExceptionDetails != nil {
		return "", fmt.Errorf("the script failed: %s", answer.ExceptionDetails.Text)
	}
	var text string
	return text, json.Unmarshal(answer.Result.Value, &text)
}

// picture keeps a picture of the page, where pictures are asked for.
func (v *visitor) picture(name string) {
	v.t.Helper()
	if *shots == "" || !v.scripts {
		return
	}
	ask[bool](v, "(scrollTo(0, 0), true)")
	take := chromedp.CaptureScreenshot()
	if *whole {
		take = chromedp.FullScreenshot(100)
	}
	picture, err := chromedp.Run(v.ctx, take)
	if err != nil {
		v.t.Fatalf("taking the picture %s: %v", name, err)
	}
	if err := os.MkdirAll(*shots, 0o755); err != nil {
		v.t.Fatal(err)
	}
	file := filepath.Join(*shots, fmt.Sprintf("%s-%d.png", strings.ReplaceAll(name, " ", "-"), v.width))
	if err := os.WriteFile(file, picture, 0o644); err != nil {
		v.t.Fatal(err)
	}
}
