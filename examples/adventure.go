// Adventure is a small text adventure: it reads commands from standard input and tells what happens.
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"sort"
	"strings"
)

type direction string

type item struct {
	name, text string
	fixed      bool
	use        func(g *game) string
}

type room struct {
	name, text string
	exits      map[direction]*room
	items      map[string]*item
	dark       bool
}

type game struct {
	out       io.Writer
	here      *room
	inventory map[string]*item
	lit       bool
	moves     int
	over      bool
	score     int
}

func (r *room) connect(d, back direction, other *room) {
	r.exits[d] = other
	other.exits[back] = r
}

func newRoom(name, text string, items ...*item) *room {
	r := &room{name: name, text: text, exits: map[direction]*room{}, items: map[string]*item{}}
	for _, it := range items {
		r.items[it.name] = it
	}
	return r
}

func newGame(out io.Writer) *game {
	g := &game{out: out, inventory: map[string]*item{}}
	lamp := &item{name: "lamp", text: "An old brass lamp."}
	key := &item{name: "key", text: "A rusty key."}
	chest := &item{name: "chest", text: "An oak chest with an iron lock.", fixed: true}
	gold := &item{name: "gold", text: "More gold than you can count."}
	hall := newRoom("Hall", "Dust dances in the light of a high window.", lamp)
	cellar := newRoom("Cellar", "Barrels, all of them empty.", key)
	cellar.dark = true
	garden := newRoom("Garden", "Roses grow over a well.")
	tower := newRoom("Tower", "The wind howls around the tower.", chest)
	hall.connect("down", "up", cellar)
	hall.connect("east", "west", garden)
	garden.connect("up", "down", tower)
	lamp.use = func(g *game) string {
		g.lit = !g.lit
		if g.lit {
			return "The lamp burns brightly."
		}
		return "You blow out the lamp."
	}
	key.use = func(g *game) string {
		if g.here != tower {
			return "There is nothing to unlock."
		}
		if _, open := tower.items["gold"]; open || g.inventory["gold"] != nil {
			return "The chest is open already."
		}
		tower.items["gold"] = gold
		g.score += 10
		return "The chest springs open. Gold!"
	}
	g.here = hall
	return g
}

func names[V any](m map[string]V) string {
	list := make([]string, 0, len(m))
	for k := range m {
		list = append(list, k)
	}
	if len(list) == 0 {
		return "nothing"
	}
	sort.Strings(list)
	return strings.Join(list, ", ")
}

func (g *game) say(format string, args ...any) { fmt.Fprintf(g.out, format+"\n", args...) }

func (g *game) sees() bool { return !g.here.dark || g.lit && g.inventory["lamp"] != nil }

func (g *game) look() {
	if !g.sees() {
		g.say("It is pitch dark.")
		return
	}
	exits := map[string]bool{}
	for d := range g.here.exits {
		exits[string(d)] = true
	}
	g.say("%s. %s", g.here.name, g.here.text)
	g.say("You see %s. Exits: %s.", names(g.here.items), names(exits))
}

func (g *game) walk(d direction) {
	next, ok := g.here.exits[d]
	if !ok {
		g.say("You cannot go %s.", d)
		return
	}
	g.here = next
	g.look()
}

func (g *game) take(name string) {
	it, ok := g.here.items[name]
	switch {
	case !ok || !g.sees():
		g.say("There is no %s here.", name)
	case it.fixed:
		g.say("The %s is too heavy.", name)
	default:
		delete(g.here.items, name)
		g.inventory[name] = it
		g.score++
		g.say("Taken.")
		if name == "gold" {
			g.score += 20
			g.over = true
		}
	}
}

func (g *game) drop(name string) {
	it, ok := g.inventory[name]
	if !ok {
		g.say("You have no %s.", name)
		return
	}
	delete(g.inventory, name)
	g.here.items[name] = it
	g.say("Dropped.")
}

var shortcuts = map[string]string{"n": "north", "s": "south", "e": "east", "w": "west", "u": "up", "d": "down"}

func (g *game) command(line string) {
	words := strings.Fields(strings.ToLower(line))
	if len(words) == 0 {
		return
	}
	g.moves++
	verb, object := words[0], ""
	if len(words) > 1 {
		object = words[len(words)-1]
	}
	if long, ok := shortcuts[verb]; ok {
		verb = long
	}
	switch verb {
	case "north", "south", "east", "west", "up", "down":
		g.walk(direction(verb))
	case "go":
		g.walk(direction(object))
	case "look", "l":
		g.look()
	case "take", "get":
		g.take(object)
	case "drop":
		g.drop(object)
	case "inventory", "i":
		g.say("You carry %s.", names(g.inventory))
	case "use", "light", "open":
		if it := g.inventory[object]; it != nil && it.use != nil {
			g.say("%s", it.use(g))
		} else {
			g.say("You have nothing like that.")
		}
	case "examine", "x":
		if it := g.inventory[object]; it != nil {
			g.say("%s", it.text)
			return
		}
		if it := g.here.items[object]; it != nil && g.sees() {
			g.say("%s", it.text)
			return
		}
		fallthrough
	default:
		g.say("I don't know how to %s.", strings.Join(words, " "))
	case "quit":
		g.over = true
	}
}

func main() {
	g := newGame(os.Stdout)
	g.look()
	in := bufio.NewScanner(os.Stdin)
	for !g.over {
		fmt.Fprint(g.out, "> ")
		if !in.Scan() {
			g.say("")
			break
		}
		g.say("%s", in.Text())
		g.command(in.Text())
	}
	g.say("You scored %d points in %d moves.", g.score, g.moves)
	if g.score < 30 {
		os.Exit(3)
	}
}
