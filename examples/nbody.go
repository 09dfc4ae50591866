// Nbody simulates the sun and the four large planets with a symplectic integrator and watches the energy.
package main

import (
	"fmt"
	"math"
)

const (
	solarMass   = 4 * math.Pi * math.Pi
	daysPerYear = 365.24
)

type vector struct{ x, y, z float64 }

func (v vector) add(w vector) vector    { return vector{v.x + w.x, v.y + w.y, v.z + w.z} }
func (v vector) sub(w vector) vector    { return vector{v.x - w.x, v.y - w.y, v.z - w.z} }
func (v vector) scale(f float64) vector { return vector{v.x * f, v.y * f, v.z * f} }
func (v vector) dot(w vector) float64   { return v.x*w.x + v.y*w.y + v.z*w.z }
func (v vector) length() float64        { return math.Sqrt(v.dot(v)) }

type body struct {
	name     string
	pos, vel vector
	mass     float64
}

var planets = []body{
	{"sun", vector{}, vector{}, 1},
	{"jupiter", vector{4.84143144246472090e+00, -1.16032004402742839e+00, -1.03622044471123109e-01},
		vector{1.66007664274403694e-03, 7.69901118419740425e-03, -6.90460016972063023e-05}, 9.54791938424326609e-04},
	{"saturn", vector{8.34336671824457987e+00, 4.12479856412430479e+00, -4.03523417114321381e-01},
		vector{-2.76742510726411899e-03, 4.99852801234917238e-03, 2.30417297573763929e-05}, 2.85885980666130812e-04},
	{"uranus", vector{1.28943695621391310e+01, -1.51111514016986312e+01, -2.23307578892655734e-01},
		vector{2.96460137564761618e-03, 2.37847173959480950e-03, -2.96589568540237556e-05}, 4.36624404335156298e-05},
	{"neptune", vector{1.53796971148509165e+01, -2.59193146099879641e+01, 1.79258772950371181e-01},
		vector{2.68067772490389322e-03, 1.62824170038242295e-03, -9.51592254519715870e-05}, 5.15138902046611451e-05},
}

type system []*body

func newSystem() system {
	var s system
	var momentum vector
	for _, b := range planets {
		b.vel = b.vel.scale(daysPerYear)
		b.mass *= solarMass
		momentum = momentum.add(b.vel.scale(b.mass))
		s = append(s, &b)
	}
	s[0].vel = momentum.scale(-1 / solarMass)
	return s
}

func (s system) energy() (e float64) {
	for i, b := range s {
		e += b.mass * b.vel.dot(b.vel) / 2
		for _, c := range s[i+1:] {
			e -= b.mass * c.mass / b.pos.sub(c.pos).length()
		}
	}
	return e
}

func (s system) advance(dt float64) {
	for i, b := range s {
		for _, c := range s[i+1:] {
			d := b.pos.sub(c.pos)
			r2 := d.dot(d)
			mag := dt / (r2 * math.Sqrt(r2))
			b.vel = b.vel.sub(d.scale(c.mass * mag))
			c.vel = c.vel.add(d.scale(b.mass * mag))
		}
	}
	for _, b := range s {
		b.pos = b.pos.add(b.vel.scale(dt))
	}
}

func main() {
	s := newSystem()
	fmt.Printf("energy %.9f\n", s.energy())
	for year := range 5 {
		for range 1000 {
			s.advance(0.001)
		}
		fmt.Printf("year %d: energy %.9f\n", year+1, s.energy())
	}
	for _, b := range s {
		fmt.Printf("%-8s at (%8.4f, %8.4f, %8.4f), distance %7.4f\n", b.name, b.pos.x, b.pos.y, b.pos.z, b.pos.sub(s[0].pos).length())
	}
}
