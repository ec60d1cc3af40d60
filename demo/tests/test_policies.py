from demo import framework
from demo.network import network
from demo.policies import CHANGED, CRITERIA, POLICIES

NETWORK = network(learners_per_district=1)
CODES = {item.code: item.kind for item in framework.items()}


def test_policies_are_of_districts_and_items_that_there_are() -> None:
    assert {*POLICIES, *CHANGED, *CRITERIA} <= {district.code for district in NETWORK.districts}
    laid = [policy for policies in POLICIES.values() for policy in policies]
    assert {policy.code for policy in laid if policy.code} <= CODES.keys()
    assert all((policy.subject_id is None) == (policy.level == "district") for policy in laid)
    parents = {code for tree in CRITERIA.values() for code in tree}
    assert parents <= {item.parent for item in framework.items()}


def test_the_host_and_the_newcomer_set_no_policy() -> None:
    untouched = {NETWORK.host.code, NETWORK.partners[0].code}
    assert untouched.isdisjoint({*POLICIES, *CHANGED, *CRITERIA})
