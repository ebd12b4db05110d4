import inner

tables = {"inner": inner.table}
