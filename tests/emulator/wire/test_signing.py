"""Signatures: they change with time, in steps of 900 seconds, and hide nothing of the path."""

import re

URL = re.compile(
    r'src="(https://downloads\.intercomcdn\.com/i/o/[^"?]+)'
    r'\?expires=(\d+)&amp;signature=([0-9a-f]{64})&amp;req=([^"&]+)"'
)


def test_each_read_is_signed_for_the_time_being(center):
    made = center.article(body='<p>src="https://downloads.intercomcdn.com/i/o/x"</p><img src="https://e.com/a.png">')
    (first,) = URL.findall(made["body"])
    assert int(first[1]) % 900 == 0 and 900 <= int(first[1]) - center.clock.now <= 1800 and "%0A" in first[3]
    assert center.get(f"/articles/{made['id']}") == made
    center.clock.now += 900
    later = center.get(f"/articles/{made['id']}")
    (second,) = URL.findall(later["body"])
    assert second[0] == first[0] and int(second[1]) == int(first[1]) + 900 and second[2:] != first[2:]
    assert URL.findall(center.get("/articles")["data"][0]["body"]) == [second]
    assert later["updated_at"] == made["updated_at"]
