import asyncio, time
from collections import defaultdict
from dataclasses import replace
from uuid import uuid4
from sqlalchemy import event
from partners import handlers
from shared.testing import Deliveries

async def test_speed(partners):
    log = Deliveries(handlers.fan_out, partners.running.worker)
    await partners.activate("Birch", "Cedar", "pseudonymous")
    b = partners.districts["Birch"]; item=uuid4()
    await log.deliver(*(replace(log.record(b, partners.changed(uuid4(), item)), partition=3) for _ in range(2000)))
    spent=defaultdict(lambda:[0,0.0])
    eng=partners.running.worker.engine.sync_engine
    def before(conn, cur, stmt, params, ctx, many): conn.info["t"]=time.perf_counter()
    def after(conn, cur, stmt, params, ctx, many):
        s=spent[" ".join(stmt.split())[:60]]; s[0]+=1; s[1]+=time.perf_counter()-conn.info["t"]
    event.listen(eng,"before_cursor_execute",before); event.listen(eng,"after_cursor_execute",after)
    t=time.perf_counter(); n=50
    for _ in range(n):
        await log.deliver(replace(log.record(b, partners.changed(uuid4(), item)), partition=3))
    total=time.perf_counter()-t
    print("SPEED total ms/chunk", total/n*1000)
    for k,(c,s) in sorted(spent.items(), key=lambda x:-x[1][1])[:30]: print("SPEED", f"{s/n*1000:6.2f} ms {c/n:.1f}x", k)
    t=time.perf_counter()
    await log.deliver(*(replace(log.record(b, partners.changed(uuid4(), item)), partition=3) for _ in range(500)))
    print("SPEED 500:", 500/(time.perf_counter()-t))
