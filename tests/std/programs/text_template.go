package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"text/template"
)

type item struct {
	Name  string
	Price float64
	Tags  []string
}

func (i item) Dear() bool { return i.Price > 10 }

func (i *item) Rename(s string) string { return i.Name + "->" + s }

const page = `{{define "row"}}{{.Name | printf "%-8s"}}|{{printf "%6.2f" .Price}}{{if .Dear}} dear{{else if eq .Name "nail"}} cheap{{end}}
{{end -}}
{{range $i, $x := .Items}}{{$i}}: {{template "row" $x}}{{range .Tags}}{{if eq . "stop"}}{{break}}{{end}}  #{{.}}
{{else}}  no tags
{{end}}{{end}}{{with .Missing}}there{{else}}nothing{{end}}
{{- /* a comment */ -}}
{{range $k, $v := .Counts}} {{$k}}={{$v}}{{end}}
{{len .Items}} {{index .Counts "b"}} {{slice "abcdef" 1 3}} {{call .Fn 3}} {{upper "done"}} {{and 1 0}} {{or 0 "x"}} {{not true}}
{{html "<a&b>"}} {{js "it's"}} {{urlquery "a b&c"}} {{(index .Items 0).Rename "y"}} {{range 3}}{{.}}{{end}}
{{block "foot" .}}{{lt 1 2}} {{ge 2.5 3.5}} {{eq 1 2 1}}{{end}}
`

func main() {
	data := map[string]any{
		"Items":  []*item{{"hammer", 12.5, []string{"tool", "stop", "no"}}, {"nail", 0.05, nil}},
		"Counts": map[string]int{"b": 2, "a": 1},
		"Fn":     func(n int) (string, error) { return strings.Repeat("ab", n), nil },
	}
	t, err := template.New("page").Funcs(template.FuncMap{"upper": strings.ToUpper}).Parse(page)
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := t.Execute(os.Stdout, data); err != nil {
		fmt.Println(err)
	}
	for _, text := range []string{
		"{{", "{{.X.Y}}", "a\n{{nosuch}}", "{{range .}}", "{{index . 5}}", "{{fail}}", "{{1 | 2}}", "{{template \"q\"}}",
		"{{(print 1 2).Z}}", "{{$x := 1}}{{$x = 2}}{{$x}}", "{{3 -}}  \n x {{- 4}}", "{{printf \"%d\" nil}}", "{{break}}", "{{- 07 }} {{'a'}} {{1e3}} {{0x10}} {{2i}}",
	} {
		t, err := template.New("t").Funcs(template.FuncMap{"fail": func() (int, error) { return 0, errors.New("no luck") }}).Parse(text)
		var sb strings.Builder
		if err == nil {
			err = t.Execute(&sb, []int{1, 2})
		}
		fmt.Printf("%q %v\n", sb.String(), err)
	}
}
