"""Says what the demo network holds. Playing it through the public APIs comes with those APIs."""

from collections import Counter

from demo import framework
from demo.evidence import district_evidence
from demo.network import network


def main() -> None:
    package = framework.package()
    print(f"{framework.TITLE}: {len(package['CFItems'])} items, {len(package['CFAssociations'])} associations")
    for district in network().districts:
        roles = Counter(person.role.value for person in district.people)
        counts = [f"{number} {role}s" for role, number in sorted(roles.items())]
        counts += [f"{len(district.schools)} schools", f"{len(district.classes)} classes"]
        counts += [f"{sum(1 for _ in district_evidence(district))} pieces of evidence"]
        print(f"{district.name}{' (host)' if district.is_host else ''}: {', '.join(counts)}")


if __name__ == "__main__":
    main()
