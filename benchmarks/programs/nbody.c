#include <math.h>
#include <stdio.h>

#define SOLAR (4 * M_PI * M_PI)
#define YEAR 365.24
enum { N = 5, STEPS = 2000000 };

typedef struct { double x, y, z, vx, vy, vz, mass; } body;

static body bodies[N] = {
    {0, 0, 0, 0, 0, 0, SOLAR},
    {4.84143144246472090, -1.16032004402742839, -.103622044471123109, .00166007664274403694 * YEAR, .00769901118419740425 * YEAR, -.0000690460016972063023 * YEAR, .000954791938424326609 * SOLAR},
    {8.34336671824457987, 4.12479856412430479, -.403523417114321381, -.00276742510726411899 * YEAR, .00499852801234917238 * YEAR, .0000230417297573763929 * YEAR, .000285885980666130812 * SOLAR},
    {12.8943695621391310, -15.1111514016986312, -.223307578892655734, .00296460137564761618 * YEAR, .00237847173959480950 * YEAR, -.0000296589568540237556 * YEAR, .0000436624404335156298 * SOLAR},
    {15.3796971148509165, -25.9193146099879641, .179258772950371181, .00268067772490389322 * YEAR, .00162824170038242295 * YEAR, -.0000951592254519715870 * YEAR, .0000515138902046611451 * SOLAR},
};

static double energy(void) {
    double e = 0;
    for (int i = 0; i < N; i++) {
        body *b = &bodies[i];
        e += 0.5 * b->mass * (b->vx * b->vx + b->vy * b->vy + b->vz * b->vz);
        for (int j = i + 1; j < N; j++) {
            body *c = &bodies[j];
            double dx = b->x - c->x, dy = b->y - c->y, dz = b->z - c->z;
            e -= b->mass * c->mass / sqrt(dx * dx + dy * dy + dz * dz);
        }
    }
    return e;
}

static void advance(double dt) {
    for (int i = 0; i < N; i++) {
        body *b = &bodies[i];
        for (int j = i + 1; j < N; j++) {
            body *c = &bodies[j];
            double dx = b->x - c->x, dy = b->y - c->y, dz = b->z - c->z;
            double d2 = dx * dx + dy * dy + dz * dz, mag = dt / (d2 * sqrt(d2));
            b->vx -= dx * c->mass * mag;
            b->vy -= dy * c->mass * mag;
            b->vz -= dz * c->mass * mag;
            c->vx += dx * b->mass * mag;
            c->vy += dy * b->mass * mag;
            c->vz += dz * b->mass * mag;
        }
    }
    for (int i = 0; i < N; i++) {
        body *b = &bodies[i];
        b->x += dt * b->vx;
        b->y += dt * b->vy;
        b->z += dt * b->vz;
    }
}

int main(void) {
    double px = 0, py = 0, pz = 0;
    for (int i = 0; i < N; i++) {
        px += bodies[i].vx * bodies[i].mass;
        py += bodies[i].vy * bodies[i].mass;
        pz += bodies[i].vz * bodies[i].mass;
    }
    bodies[0].vx = -px / SOLAR, bodies[0].vy = -py / SOLAR, bodies[0].vz = -pz / SOLAR;
    printf("%.9f\n", energy());
    for (int i = 0; i < STEPS; i++) advance(0.01);
    printf("%.9f\n", energy());
}
