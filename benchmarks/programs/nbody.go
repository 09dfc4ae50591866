// Five bodies, 2,000,000 steps of a symplectic integrator: floating point in registers and small arrays of structs.
package main

import (
	"fmt"
	"math"
)

const (
	solarMass = 4 * math.Pi * math.Pi
	year      = 365.24
	steps     = 2000000
)

type body struct{ x, y, z, vx, vy, vz, mass float64 }

var bodies = [5]body{
	{0, 0, 0, 0, 0, 0, solarMass},
	{4.84143144246472090, -1.16032004402742839, -.103622044471123109, .00166007664274403694 * year, .00769901118419740425 * year, -.0000690460016972063023 * year, .000954791938424326609 * solarMass},
	{8.34336671824457987, 4.12479856412430479, -.403523417114321381, -.00276742510726411899 * year, .00499852801234917238 * year, .0000230417297573763929 * year, .000285885980666130812 * solarMass},
	{12.8943695621391310, -15.1111514016986312, -.223307578892655734, .00296460137564761618 * year, .00237847173959480950 * year, -.0000296589568540237556 * year, .0000436624404335156298 * solarMass},
	{15.3796971148509165, -25.9193146099879641, .179258772950371181, .00268067772490389322 * year, .00162824170038242295 * year, -.0000951592254519715870 * year, .0000515138902046611451 * solarMass},
}

func energy() float64 {
	e := 0.0
	for i := range bodies {
		b := &bodies[i]
		e += 0.5 * b.mass * (b.vx*b.vx + b.vy*b.vy + b.vz*b.vz)
		for j := i + 1; j < len(bodies); j++ {
			c := &bodies[j]
			dx, dy, dz := b.x-c.x, b.y-c.y, b.z-c.z
			e -= b.mass * c.mass / math.Sqrt(dx*dx+dy*dy+dz*dz)
		}
	}
	return e
}

func advance(dt float64) {
	for i := range bodies {
		b := &bodies[i]
		for j := i + 1; j < len(bodies); j++ {
			c := &bodies[j]
			dx, dy, dz := b.x-c.x, b.y-c.y, b.z-c.z
			d2 := dx*dx + dy*dy + dz*dz
			mag := dt / (d2 * math.Sqrt(d2))
			b.vx -= dx * c.mass * mag
			b.vy -= dy * c.mass * mag
			b.vz -= dz * c.mass * mag
			c.vx += dx * b.mass * mag
			c.vy += dy * b.mass * mag
			c.vz += dz * b.mass * mag
		}
	}
	for i := range bodies {
		b := &bodies[i]
		b.x += dt * b.vx
		b.y += dt * b.vy
		b.z += dt * b.vz
	}
}

func main() {
	var px, py, pz float64
	for _, b := range bodies {
		px += b.vx * b.mass
		py += b.vy * b.mass
		pz += b.vz * b.mass
	}
	bodies[0].vx, bodies[0].vy, bodies[0].vz = -px/solarMass, -py/solarMass, -pz/solarMass
	fmt.Printf("%.9f\n", energy())
	for i := 0; i < steps; i++ {
		advance(0.01)
	}
	fmt.Printf("%.9f\n", energy())
}
