# Function and location names so long that prelude, wrapper and guard lines must wrap.
import time

from lockweave import concurrent

accumulated_measurements_of_the_northern_weather_station_in_winter = 0


@concurrent
def accumulate_one_measurement_of_the_northern_weather_station_in_winter(
    measurement: int,
) -> int:
    global accumulated_measurements_of_the_northern_weather_station_in_winter
    seen = accumulated_measurements_of_the_northern_weather_station_in_winter
    time.sleep(0)
    accumulated_measurements_of_the_northern_weather_station_in_winter = seen + measurement
    return accumulated_measurements_of_the_northern_weather_station_in_winter


def main() -> None:
    accumulate = accumulate_one_measurement_of_the_northern_weather_station_in_winter
    for future in [accumulate(1) for _ in range(100)]:
        future.result()
    assert accumulated_measurements_of_the_northern_weather_station_in_winter == 100
    print("measured")
