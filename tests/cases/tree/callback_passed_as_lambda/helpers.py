def each(function, values):
    for value in values:
        function(value)
